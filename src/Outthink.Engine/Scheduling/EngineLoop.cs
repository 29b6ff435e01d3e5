using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Threading.Channels;
using Outthink.Engine.Cache;

namespace Outthink.Engine.Scheduling;

/// <summary>
/// The one thread that owns all blocks and branches of all models. It takes up requests and lets computed tokens catch
/// up with known ones, a pass of one model at a time, models in turn; there are no phases.
/// </summary>
internal sealed class EngineLoop : IDisposable
{
    readonly Channel<Work> requests;
    readonly ConcurrentQueue<SequenceState> releases = new();
    readonly ConcurrentQueue<LineTree> forgotten = new();
    readonly ConcurrentQueue<TaskCompletionSource<int>> counts = new();
    readonly ManualResetEventSlim wake = new(false, spinCount: 50);
    readonly PassRunner runner;
    readonly Pass pass;
    readonly KvBudget budget;
    readonly BlockRelief relief;
    readonly Thread thread;
    ImmutableArray<LoadedModel> models = [];
    int turn;
    long arrivals;
    volatile bool isStopping;
    volatile bool isCancelNoted;

    public EngineLoop(EngineOptions options, PassTuning tuning)
    {
        requests = Channel.CreateBounded<Work>(new BoundedChannelOptions(options.QueuedRequests) { SingleReader = true });
        budget = new(options.KvBytes, options.KeptPrefixBytes);
        relief = new(budget);
        runner = new(options.Threads, tuning);
        pass = new(options.MaxPassTokens);
        thread = new(Run) { IsBackground = true, Name = "Outthink engine" };
        thread.Start();
    }

    public KvBudget Budget => budget;

    /// <summary>What the passes have taken so far.</summary>
    public Measuring.LoopTime Time => runner.Time;

    /// <summary>Passes begun.</summary>
    public long PassNumber { get; private set; }

    /// <summary>Called on the loop's thread after each pass: where tests look, and act at chosen moments.</summary>
    public Action? AfterPass { get; set; }

    public void Add(LoadedModel model) => ImmutableInterlocked.Update(ref models, static (all, added) => all.Add(added), model);

    /// <summary>Hands a work to the loop; waits while too many are queued.</summary>
    public async ValueTask SubmitAsync(Work work, CancellationToken cancellationToken)
    {
        work.WatchCancellation();
        try
        {
            if (!requests.Writer.TryWrite(work))
                await requests.Writer.WriteAsync(work, cancellationToken);
        }
        catch (Exception refused)
        {
            work.Fail(refused is ChannelClosedException ? Stopped() : refused);
            return;
        }
        wake.Set();
    }

    /// <summary>Gives a sequence's blocks back, soon.</summary>
    public void Release(SequenceState state)
    {
        releases.Enqueue(state);
        wake.Set();
    }

    /// <summary>Gives back what a memory held, soon.</summary>
    public void Release(LineTree memory)
    {
        forgotten.Enqueue(memory);
        wake.Set();
    }

    public void NoteCancellation()
    {
        isCancelNoted = true;
        wake.Set();
    }

    /// <summary>Blocks held once everything released before this call is given back.</summary>
    public Task<int> CountBlocksAsync()
    {
        var count = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        counts.Enqueue(count);
        wake.Set();
        if (isStopping && !thread.IsAlive)
            count.TrySetResult(0);
        return count.Task;
    }

    /// <summary>Cancels what runs, ends the threads and frees all memory.</summary>
    public void Dispose()
    {
        isStopping = true;
        requests.Writer.TryComplete();
        wake.Set();
        thread.Join();
        runner.Dispose();
        foreach (var model in models)
            model.Dispose();
        while (counts.TryDequeue(out var count))
            count.TrySetResult(0);
    }

    void Run()
    {
        while (!isStopping)
        {
            wake.Reset();
            TakeIn();
            if (!TryPass())
                wake.Wait();
        }
        while (requests.Reader.TryRead(out var work))
            work.Fail(Stopped());
        foreach (var model in models)
            FailAll(model, Stopped());
    }

    static ObjectDisposedException Stopped() => new(nameof(InferenceEngine), "the engine was disposed while the request ran; keep it until the requests are done");

    void TakeIn()
    {
        var asked = counts.Count;
        while (forgotten.TryDequeue(out var memory))
            memory.Clear();
        while (releases.TryDequeue(out var state))
            state.GiveUpBlocks();
        for (; asked > 0 && counts.TryDequeue(out var count); asked--)
            count.TrySetResult(models.Sum(model => model.Pool.InUse));
        while (requests.Reader.TryRead(out var work))
        {
            work.Enter(++arrivals);
            if (work.IsCancelRequested)
                work.FinishCancelled();
            else
                Guarded(work, static w => w.Start());
        }
        if (isCancelNoted)
        {
            isCancelNoted = false;
            foreach (var model in models)
                RemoveCancelled(model);
        }
        foreach (var model in models)
        {
            if (model.Waiting.Count > 0)
                StartWaiting(model);
        }
    }

    static void RemoveCancelled(LoadedModel model)
    {
        foreach (var branch in model.Runnable)
        {
            if (branch.Work.IsCancelRequested)
                branch.Work.FinishCancelled();
        }
        foreach (var work in model.Waiting)
        {
            if (work.IsCancelRequested)
                work.FinishCancelled();
        }
        Sweep(model);
    }

    static void Sweep(LoadedModel model)
    {
        model.Waiting.RemoveAll(static work => work.IsFinished);
        foreach (var branch in model.Runnable)
        {
            if (branch.Work.IsFinished)
                model.Return(branch);
            else
                model.Next.Add(branch);
        }
        model.SwapLists();
    }

    static void StartWaiting(LoadedModel model)
    {
        Work[] waiting = [.. model.Waiting];
        model.Waiting.Clear();
        foreach (var work in waiting)
            Guarded(work, static w => w.Start());
    }

    /// <summary>One pass of the next model that can run; false when there is nothing to do.</summary>
    bool TryPass()
    {
        var all = models;
        var hasWork = false;
        for (var i = 0; i < all.Length; i++)
        {
            var model = all[(turn + i) % all.Length];
            if (model.Runnable.Count == 0)
                continue;
            hasWork = true;
            try
            {
                Fill(model);
                if (pass.IsEmpty)
                    continue;
                turn = (turn + i + 1) % all.Length;
                PassNumber++;
                runner.Run(pass);
                Absorb(model);
                AfterPass?.Invoke();
            }
            catch (Exception fault)
            {
                // Whatever went wrong, nobody may wait forever and the other models go on.
                FailAll(model, fault);
            }
            return true;
        }
        if (hasWork && BlockRelief.Give(all) is { } hopeless)
        {
            hopeless.Fail(new KvCacheFullException(budget.LimitBytes, all.Sum(m => m.Pool.InUse)));
            Sweep(hopeless.Model);
        }
        return hasWork;
    }

    void Fill(LoadedModel model)
    {
        pass.Clear(model);
        relief.Resume(models, model);
        // Single tokens first: a long prompt takes the room they leave, and never holds up those who decode.
        foreach (var branch in model.Runnable)
        {
            if (branch.Missing <= 1)
                Add(branch);
        }
        foreach (var branch in model.Runnable)
        {
            if (branch.PassRows < 0)
                Add(branch);
        }
        pass.Arrange();
    }

    void Add(Branch branch)
    {
        if (branch.Recall is not null)
        {
            pass.AddRecall(branch);
            branch.Work.CountRecall(branch, PassNumber);
            return;
        }
        var pool = branch.Work.Model.Pool;
        var count = branch.IsPaused ? 0 : Math.Min(branch.Missing, pass.Room);
        if (count > 0 && !branch.Table.TryReserve(branch.Computed, count, pool))
            count = Math.Min(count, branch.Table.RoomAfter(branch.Computed, pool));
        if (count == 0)
            return;
        pass.Add(branch, count);
        branch.Work.Count(branch, count, PassNumber);
    }

    static void Absorb(LoadedModel model)
    {
        var failed = false;
        foreach (var branch in model.Runnable)
        {
            var work = branch.Work;
            if (work.IsFinished)
                model.Return(branch);
            else if (branch.PassRows < 0)
                model.Next.Add(branch);
            else
                work.Absorb(branch, model.Next);
            failed |= work.IsFinished;
        }
        model.SwapLists();
        if (failed)
            Sweep(model);
    }

    static void FailAll(LoadedModel model, Exception fault)
    {
        // A branch may be in both lists when the fault came between them, and an already returned one has no work.
        foreach (var branch in model.Runnable.Concat(model.Next).Distinct().Where(branch => branch.Work is not null).ToArray())
        {
            branch.Work.Fail(fault);
            model.Return(branch);
        }
        foreach (var work in model.Waiting.ToArray())
            work.Fail(fault);
        model.Runnable.Clear();
        model.Next.Clear();
        model.Waiting.Clear();
    }

    static void Guarded(Work work, Action<Work> action)
    {
        try
        {
            action(work);
        }
        catch (Exception fault)
        {
            work.Fail(fault);
        }
    }
}
