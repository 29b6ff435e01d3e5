namespace Outthink.Tests.Scripted;

/// <summary>Counts the calls of all ports that share it, from 1, and does something before each.</summary>
internal sealed class CallHook
{
    private int _calls;

    public int Calls => _calls;

    public Func<int, CancellationToken, Task>? Before { get; init; }

    public async Task CallAsync(CancellationToken cancellationToken)
    {
        int call = Interlocked.Increment(ref _calls);
        await Task.Yield();
        if (Before is not null) await Before(call, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>Cancels the source during call <paramref name="k"/>.</summary>
    public static CallHook CancelAt(int k, CancellationTokenSource source) => new()
    {
        Before = (call, _) => call == k ? source.CancelAsync() : Task.CompletedTask,
    };

    /// <summary>Fails call <paramref name="k"/>.</summary>
    public static CallHook FailAt(int k, Exception fault) => new()
    {
        Before = (call, _) => call == k ? Task.FromException(fault) : Task.CompletedTask,
    };
}
