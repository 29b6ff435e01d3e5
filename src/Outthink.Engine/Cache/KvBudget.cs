namespace Outthink.Engine.Cache;

/// <summary>The bytes that the caches of all models together may hold. Owned by the engine's loop.</summary>
internal sealed class KvBudget(long limitBytes)
{
    public long LimitBytes => limitBytes;

    public long UsedBytes { get; private set; }

    public bool TryTake(long bytes)
    {
        if (UsedBytes > limitBytes - bytes)
            return false;
        UsedBytes += bytes;
        return true;
    }

    public void GiveBack(long bytes) => UsedBytes -= bytes;
}
