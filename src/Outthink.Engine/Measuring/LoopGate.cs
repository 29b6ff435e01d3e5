using Outthink.Engine.Scheduling;

namespace Outthink.Engine.Measuring;

/// <summary>
/// Holds an engine's loop after a pass, so that many requests can be queued and are then taken up together: without it
/// the first would be a pass ahead of the others.
/// </summary>
internal sealed class LoopGate(EngineLoop loop) : IDisposable
{
    readonly ManualResetEventSlim opening = new(false);
    readonly TaskCompletionSource closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Runs a request of one pass and holds the loop after it; calls <paramref name="afterPass"/> after every later pass.</summary>
    public async Task CloseAsync(Func<Task> onePass, Action afterPass)
    {
        // A pass is reported after it was answered: once blocks have been counted, the last one was.
        await loop.CountBlocksAsync();
        loop.AfterPass = () =>
        {
            loop.AfterPass = afterPass;
            closed.SetResult();
            opening.Wait();
        };
        await onePass();
        await closed.Task;
    }

    /// <summary>Lets the loop go on.</summary>
    public void Open() => opening.Set();

    public void Dispose()
    {
        opening.Set();
        loop.AfterPass = null;
    }
}
