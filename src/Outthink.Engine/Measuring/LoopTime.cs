namespace Outthink.Engine.Measuring;

/// <summary>What an engine's loop has spent since it began, on the clock of the wall. Differences of two readings are of use.</summary>
/// <param name="Passes">Computing passes, the reading of their results included.</param>
/// <param name="Reading">Of these, drawing tokens from logits and reading scores: the mean over the threads that share a pass.</param>
public sealed record LoopTime(TimeSpan Passes, TimeSpan Reading)
{
    /// <summary>Forward passes alone.</summary>
    public TimeSpan Forward => Passes - Reading;

    /// <summary>The engine's figures so far; exact between requests, late by at most the pass in progress.</summary>
    public static LoopTime Of(InferenceEngine engine)
    {
        ArgumentNullException.ThrowIfNull(engine);
        return engine.Loop.Time;
    }

    public static LoopTime operator -(LoopTime later, LoopTime earlier) => new(later.Passes - earlier.Passes, later.Reading - earlier.Reading);

    public static LoopTime Subtract(LoopTime left, LoopTime right) => left - right;
}
