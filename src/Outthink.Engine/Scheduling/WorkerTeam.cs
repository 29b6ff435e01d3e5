namespace Outthink.Engine.Scheduling;

/// <summary>
/// Threads that live as long as the engine and run one thing at a time together with the caller, each with its number.
/// Between runs they spin briefly, since the next pass usually follows within microseconds, and then sleep.
/// </summary>
internal sealed class WorkerTeam : IDisposable
{
    const int SpinsBeforeSleep = 200;

    readonly Thread[] threads;
    readonly ManualResetEventSlim[] starts;
    readonly Exception?[] faults;
    Action<int> action = static _ => { };
    int running;
    volatile bool isStopping;

    /// <param name="size">The caller included.</param>
    public WorkerTeam(int size)
    {
        threads = new Thread[size - 1];
        starts = new ManualResetEventSlim[size - 1];
        faults = new Exception?[size];
        for (var i = 0; i < threads.Length; i++)
        {
            starts[i] = new(false, SpinsBeforeSleep);
            var part = i + 1;
            threads[i] = new(() => Work(part)) { IsBackground = true, Name = $"Outthink worker {part}" };
            threads[i].Start();
        }
    }

    /// <summary>Runs the action once on every thread with numbers 0 (the caller) … size − 1; returns when all are done.</summary>
    /// <exception cref="AggregateException">Some of them threw.</exception>
    public void Run(Action<int> part)
    {
        action = part;
        Volatile.Write(ref running, threads.Length);
        foreach (var start in starts)
            start.Set();
        RunPart(0);
        var spinner = new SpinWait();
        for (var i = 0; Volatile.Read(ref running) > 0; i++)
        {
            if (i < 200)
                Thread.SpinWait(4);
            else
                spinner.SpinOnce(sleep1Threshold: -1);
        }
        if (faults.AsSpan().ContainsAnyExcept((Exception?)null))
            Throw();
    }

    public void Dispose()
    {
        isStopping = true;
        foreach (var start in starts)
            start.Set();
        foreach (var thread in threads)
            thread.Join();
        foreach (var start in starts)
            start.Dispose();
    }

    void Work(int part)
    {
        var start = starts[part - 1];
        while (true)
        {
            start.Wait();
            start.Reset();
            if (isStopping)
                return;
            RunPart(part);
            Interlocked.Decrement(ref running);
        }
    }

    void RunPart(int part)
    {
        try
        {
            action(part);
        }
        catch (Exception fault)
        {
            // Kept for the caller: a worker that died would leave it waiting.
            faults[part] = fault;
        }
    }

    void Throw()
    {
        var seen = faults.OfType<Exception>().ToArray();
        Array.Clear(faults);
        throw new AggregateException(seen);
    }
}
