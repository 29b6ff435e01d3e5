using System.Collections.Immutable;

namespace Outthink.Engine;

/// <summary>What an engine may use.</summary>
public sealed record EngineOptions
{
    /// <summary>Threads that compute, the loop's own included. Results do not depend on it.</summary>
    public int Threads { get; init; } = Math.Min(Environment.ProcessorCount, 64);

    /// <summary>Most tokens evaluated in one pass. Results do not depend on it.</summary>
    public int MaxPassTokens { get; init; } = 512;

    /// <summary>How keys and values are stored; null: as F32 where all of a model's matrices are F32, else as F16.</summary>
    public KvType? KvType { get; init; }

    /// <summary>
    /// Most bytes, out of <see cref="KvBytes"/>, of keys and values kept after their sequences were disposed. Above 0 a
    /// new sequence that begins like another, living or kept, takes over its full blocks: less is evaluated, the results
    /// are the same, but what a request cost then depends on what ran before it. 0: it does not.
    /// </summary>
    public long KeptPrefixBytes { get; init; }

    /// <summary>
    /// Most bytes of keys and values, over all models. Where they do not suffice for all that runs, the youngest requests
    /// wait and sequences are evaluated again; results do not depend on it.
    /// </summary>
    public long KvBytes { get; init; } = Math.Max(256L << 20, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4);

    /// <summary>
    /// Most bytes for models, caches and working memory together. A model that would go beyond is refused before
    /// anything is allocated for it.
    /// </summary>
    public long MemoryBytes { get; init; } = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;

    /// <summary>How models are loaded where a load says nothing else.</summary>
    public LoadOptions Loading { get; init; } = new();

    /// <summary>Most requests that wait for the loop to take them up; callers beyond that wait.</summary>
    public int QueuedRequests { get; init; } = 1024;

    /// <summary>Everything that is wrong with these options; empty when nothing is.</summary>
    public ImmutableArray<string> Validate()
    {
        var problems = ImmutableArray.CreateBuilder<string>();
        if (Threads is < 1 or > 256)
            problems.Add($"Threads is {Threads}; give 1 to 256");
        if (MaxPassTokens is < 1 or > 65536)
            problems.Add($"MaxPassTokens is {MaxPassTokens}; give 1 to 65536");
        if (KvBytes < 1)
            problems.Add($"KvBytes is {KvBytes}; give the bytes the caches may hold");
        if (MemoryBytes < 1)
            problems.Add($"MemoryBytes is {MemoryBytes}; give the bytes that models and caches may take");
        problems.AddRange(Loading.Validate());
        if (KeptPrefixBytes < 0)
            problems.Add($"KeptPrefixBytes is {KeptPrefixBytes}; give the bytes kept for prompts that begin alike, or 0 for none");
        if (KvType is not (null or Engine.KvType.F32 or Engine.KvType.F16))
            problems.Add($"KvType is {KvType}; give F32, F16 or null");
        if (QueuedRequests is < 1 or > 1 << 20)
            problems.Add($"QueuedRequests is {QueuedRequests}; give 1 to {1 << 20}");
        return problems.DrainToImmutable();
    }
}
