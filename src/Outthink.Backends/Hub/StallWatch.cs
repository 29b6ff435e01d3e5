namespace Outthink.Backends.Hub;

/// <summary>Cancels an exchange that shows no sign of life for too long, or that the caller cancels.</summary>
internal sealed class StallWatch : IDisposable
{
    private readonly TimeSpan limit;
    private readonly CancellationTokenSource silence;
    private readonly CancellationTokenSource either;

    public StallWatch(TimeSpan limit, TimeProvider time, CancellationToken cancellationToken)
    {
        this.limit = limit;
        silence = new(limit, time);
        either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, silence.Token);
    }

    public CancellationToken Token => either.Token;

    public bool HasStalled => silence.IsCancellationRequested;

    /// <summary>The silence begins anew.</summary>
    public void Alive() => silence.CancelAfter(limit);

    public void Dispose()
    {
        either.Dispose();
        silence.Dispose();
    }
}
