using System.Diagnostics;

namespace Outthink.Answers.Comparison;

/// <summary>
/// What one comparison may spend, counted in steps and not in time, so that a verdict is the same on every machine.
/// A step is about one small arithmetic operation. Under it hangs a net of wall time that no input is known to reach.
/// </summary>
internal sealed class Work(int steps = Work.Allowance)
{
    public const int Allowance = 200_000;

    /// <summary>Numbers above this many bits are never computed (about 20,000 digits).</summary>
    public const long MostBits = 70_000;

    const int StepsBetweenLooks = 20_000;

    // Far above what the steps can take on the slowest machine.
    static readonly TimeSpan Wall = TimeSpan.FromSeconds(20);

    readonly long _start = Stopwatch.GetTimestamp();
    int _left = steps;
    int _look = steps - StepsBetweenLooks;

    public bool Spent => _left <= 0;

    /// <summary>Whether time ran out before the steps did.</summary>
    public bool HitWall { get; private set; }

    /// <summary>False when nothing is left.</summary>
    public bool Spend(long steps)
    {
        _left = steps >= _left ? 0 : _left - (int)steps;
        if (_left < _look)
        {
            _look -= StepsBetweenLooks;
            if (Stopwatch.GetElapsedTime(_start) > Wall)
            {
                HitWall = true;
                _left = 0;
            }
        }
        return _left > 0;
    }
}
