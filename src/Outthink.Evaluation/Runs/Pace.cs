namespace Outthink.Evaluation.Runs;

/// <summary>Work done against work to do, and the time that leaves. Called by one thread at a time.</summary>
internal sealed class Pace(TimeProvider time, double total)
{
    readonly long start = time.GetTimestamp();
    double done;
    double toDo = total;

    public TimeSpan Elapsed => time.GetElapsedTime(start);

    /// <summary>Null until a twentieth is done: the first problems pay for warming up and would mislead.</summary>
    public TimeSpan? Remaining => done >= toDo / 20 && done > 0 ? Elapsed * Math.Max(0, toDo / done - 1) : null;

    public void Done(double work) => done += work;

    /// <summary>Work that an earlier start has done: it took no time now.</summary>
    public void Skip(double work) => toDo -= work;
}
