namespace Outthink;

/// <summary>A reward model gave a different number of scores than it was asked for.</summary>
public sealed class ScoreCountException(string message, int expected, int actual) : RewardModelException(message)
{
    public int Expected { get; } = expected;

    public int Actual { get; } = actual;
}
