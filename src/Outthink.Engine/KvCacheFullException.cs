namespace Outthink.Engine;

/// <summary>A request needs more cache blocks than the engine's limit leaves it, and nothing that runs will free any.</summary>
public sealed class KvCacheFullException(long limitBytes, int blocksInUse) : Exception(
    $"the key-value cache is full: {blocksInUse} blocks are held within the limit of {limitBytes} bytes and nothing that runs will free one; dispose sequences that are no longer needed, ask for fewer samples at a time, or raise EngineOptions.KvBytes")
{
    public long LimitBytes => limitBytes;

    public int BlocksInUse => blocksInUse;
}
