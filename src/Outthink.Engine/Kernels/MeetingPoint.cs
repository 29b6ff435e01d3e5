namespace Outthink.Engine.Kernels;

/// <summary>
/// A barrier for a fixed number of threads that arrive within microseconds of each other: it spins, and yields the
/// core when somebody is late.
/// </summary>
internal sealed class MeetingPoint(int parties)
{
    int waiting;
    volatile int generation;
    volatile bool isBroken;

    /// <summary>Says that a party will not come: the others throw instead of waiting.</summary>
    public void Break() => isBroken = true;

    /// <summary>Makes the point usable again, once all parties have left it.</summary>
    public void Repair()
    {
        isBroken = false;
        waiting = 0;
    }

    public void Wait()
    {
        var mine = generation;
        if (Interlocked.Increment(ref waiting) == parties)
        {
            waiting = 0;
            generation = mine + 1;
            return;
        }
        var spinner = new SpinWait();
        for (var i = 0; generation == mine; i++)
        {
            if (isBroken)
                throw new InvalidOperationException("another thread of the pass failed");
            if (i < 200)
                Thread.SpinWait(4);
            else
                spinner.SpinOnce(sleep1Threshold: -1);
        }
    }
}
