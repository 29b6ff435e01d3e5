namespace Outthink.Training.Family;

/// <summary>How far a model is.</summary>
/// <param name="Model">The model's name.</param>
/// <param name="Update">Updates done.</param>
/// <param name="Updates">Updates in all.</param>
/// <param name="Loss">Mean cross-entropy since the last report, nats per predicted token.</param>
/// <param name="TokensPerSecond">Since the last report.</param>
/// <param name="UpdatesPerSecond">Since the last report.</param>
/// <param name="Accuracy">Share of held-out problems solved greedily; only with the last report of a model.</param>
public sealed record TrainingProgress(string Model, int Update, int Updates, double Loss, double TokensPerSecond, double UpdatesPerSecond, double? Accuracy = null)
{
    /// <summary>How long the whole family still takes, measuring left out; null while that is not known.</summary>
    public TimeSpan? Remaining { get; init; }
}
