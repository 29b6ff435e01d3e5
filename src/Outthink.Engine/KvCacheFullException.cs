namespace Outthink.Engine;

/// <summary>A single sequence needs more cache blocks than the engine's limit allows, with nothing else in the cache.</summary>
public sealed class KvCacheFullException(long limitBytes, int blocksInUse) : Exception(
    $"the key-value cache is too small for one sequence: it holds {blocksInUse} blocks and the limit of {limitBytes} bytes allows no more; raise EngineOptions.KvBytes, store keys and values in 16 bits (EngineOptions.KvType), or use shorter sequences")
{
    public long LimitBytes => limitBytes;

    public int BlocksInUse => blocksInUse;
}
