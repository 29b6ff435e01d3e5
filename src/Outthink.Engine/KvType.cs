namespace Outthink.Engine;

/// <summary>How keys and values are stored. Sums over them are always in 32 bits.</summary>
public enum KvType
{
    F32,

    /// <summary>Half the memory; each key and value is rounded once, to nearest even, when it is stored.</summary>
    F16,
}
