using System.Collections.Immutable;

namespace Outthink.Engine.Cache;

/// <summary>
/// The bytes that the caches of all models together may hold, and how much of it may be blocks that nobody holds.
/// Owned by the engine's loop; pools may be added from elsewhere.
/// </summary>
internal sealed class KvBudget(long limitBytes, long keptLimitBytes = 0)
{
    ImmutableArray<BlockPool> pools = [];

    public long LimitBytes => limitBytes;

    public long KeptLimitBytes => keptLimitBytes;

    public long UsedBytes { get; private set; }

    /// <summary>The part of <see cref="UsedBytes"/> that nobody holds and that is given up when the limit is reached.</summary>
    public long KeptBytes { get; set; }

    /// <summary>What can be taken, kept blocks given up.</summary>
    public long FreeBytes => limitBytes - UsedBytes + KeptBytes;

    public void Add(BlockPool pool) => ImmutableInterlocked.Update(ref pools, static (all, added) => all.Add(added), pool);

    public bool TryTake(long bytes)
    {
        while (UsedBytes > limitBytes - bytes)
        {
            if (!TryGiveUpKept())
                return false;
        }
        UsedBytes += bytes;
        return true;
    }

    public void GiveBack(long bytes) => UsedBytes -= bytes;

    bool TryGiveUpKept()
    {
        foreach (var pool in pools)
        {
            if (pool.TryGiveUpKept())
                return true;
        }
        return false;
    }
}
