using System.Collections.Immutable;

namespace Outthink.Engine;

/// <summary>What an engine may use.</summary>
public sealed record EngineOptions
{
    /// <summary>Threads that compute, the loop's own included. Results do not depend on it.</summary>
    public int Threads { get; init; } = Math.Min(Environment.ProcessorCount, 64);

    /// <summary>Most tokens evaluated in one pass. Results do not depend on it.</summary>
    public int MaxPassTokens { get; init; } = 512;

    /// <summary>Most bytes of keys and values, over all models.</summary>
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
        if (QueuedRequests is < 1 or > 1 << 20)
            problems.Add($"QueuedRequests is {QueuedRequests}; give 1 to {1 << 20}");
        return problems.DrainToImmutable();
    }
}
