using System.Collections.Immutable;
using Outthink.Engine.Scheduling;

namespace Outthink.Engine;

/// <summary>
/// Tokens of one model, and a hold on the cache blocks of those that are computed. Sequences that begin alike share
/// blocks. Disposing gives the hold back; requests that run on the sequence end first. Safe for use by many threads.
/// </summary>
public sealed class Sequence : IDisposable
{
    int isDisposed;

    internal Sequence(SequenceState state) => State = state;

    internal SequenceState State { get; }

    public ImmutableArray<int> Tokens => State.Tokens;

    public int TokenCount => State.Tokens.Length;

    public void Dispose()
    {
        if (Interlocked.Exchange(ref isDisposed, 1) == 0)
            State.LetGo();
    }

    /// <summary>Keeps the blocks for a request.</summary>
    internal void Hold()
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref isDisposed) != 0 || !State.TryHold(), this);
    }
}
