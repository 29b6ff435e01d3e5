namespace Outthink.Answers.Comparison;

/// <summary>
/// What one comparison may spend, counted in steps and not in time, so that a verdict is the same on every machine.
/// A step is about one small arithmetic operation.
/// </summary>
internal sealed class Work(int steps = Work.Allowance)
{
    public const int Allowance = 200_000;

    /// <summary>Numbers above this many bits are never computed (about 20,000 digits).</summary>
    public const long MostBits = 70_000;

    int _left = steps;

    public bool Spent => _left <= 0;

    /// <summary>False when nothing is left.</summary>
    public bool Spend(long steps)
    {
        _left = steps >= _left ? 0 : _left - (int)steps;
        return _left > 0;
    }
}
