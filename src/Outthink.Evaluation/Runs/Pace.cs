namespace Outthink.Evaluation.Runs;

/// <summary>Work done against work to do, and the time that leaves. Called by one thread at a time.</summary>
internal sealed class Pace(TimeProvider time, double total)
{
    readonly long start = time.GetTimestamp();
    double done;

    public TimeSpan Elapsed => time.GetElapsedTime(start);

    /// <summary>Null until a twentieth is done: the first problems pay for warming up and would mislead.</summary>
    public TimeSpan? Remaining => done >= total / 20 && done > 0 ? Elapsed * Math.Max(0, total / done - 1) : null;

    public void Done(double work) => done += work;
}
