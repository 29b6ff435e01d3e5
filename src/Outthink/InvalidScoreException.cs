namespace Outthink;

/// <summary>A reward model scored a step with NaN or an infinity.</summary>
public sealed class InvalidScoreException(string message, int step, double score) : RewardModelException(message)
{
    /// <summary>The step's number in its trajectory, from 1.</summary>
    public int Step { get; } = step;

    public double Score { get; } = score;
}
