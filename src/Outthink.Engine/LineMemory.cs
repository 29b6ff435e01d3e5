using System.Collections.Immutable;
using Outthink.Engine.Scheduling;

namespace Outthink.Engine;

/// <summary>
/// The lines of tokens that requests have evaluated behind one sequence. Requests that are given the same memory
/// (<see cref="GenerateRequest.Memory"/>, <see cref="ScoreRequest.Memory"/>) evaluate none of their tokens again, and
/// give the same results bit for bit. Keys and values stay in the cache as long as there is room (those of a request that
/// was cancelled do not, and are computed again when a line of it is left), last states beside it.
/// Disposing gives both back; requests that run with it end first. Safe for use by many threads, but of requests that
/// run at once none is sure to find what another is evaluating.
/// </summary>
public sealed class LineMemory : IDisposable
{
    /// <summary>What a memory holds at most where nothing else is said: 64 MiB.</summary>
    public const long DefaultBytes = 64 << 20;

    int isDisposed;

    internal LineMemory(LineTree tree) => Tree = tree;

    internal LineTree Tree { get; }

    /// <summary>The tokens behind which lines are remembered.</summary>
    public ImmutableArray<int> Root => Tree.Root;

    public void Dispose()
    {
        if (Interlocked.Exchange(ref isDisposed, 1) == 0)
            Tree.LetGo();
    }

    /// <summary>Keeps the memory for a request.</summary>
    internal void Hold() => ObjectDisposedException.ThrowIf(Volatile.Read(ref isDisposed) != 0 || !Tree.TryHold(), this);
}
