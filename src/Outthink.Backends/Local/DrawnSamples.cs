using System.Collections.Immutable;
using Outthink.Engine;

namespace Outthink.Backends.Local;

/// <summary>Samples that the engine has drawn and no proposal has taken yet, by parent and seed.</summary>
internal sealed class DrawnSamples
{
    private readonly Dictionary<(TrajectoryId Parent, ulong Seed), Queue<Generation>> samples = [];

    /// <summary>The expansion without the seeds that are here already.</summary>
    public Expansion Without(Expansion expansion)
    {
        ImmutableArray<ulong> missing = [.. expansion.Seeds.Where(seed => !samples.ContainsKey((expansion.Parent, seed)))];
        return missing.Length == expansion.Seeds.Length ? expansion : expansion with { Seeds = missing, ReserveSeeds = [] };
    }

    /// <summary>Takes in the samples and reserves of a request made of these expansions, in their order.</summary>
    public void Add(ImmutableArray<Expansion> request, GenerateResult result)
    {
        int first = 0;
        foreach (Expansion expansion in request)
        {
            for (int i = 0; i < expansion.Seeds.Length; i++)
            {
                Add(expansion.Parent, expansion.Seeds[i], result.Generations[first + i]);
                if (!result.Reserves.IsEmpty && result.Reserves[first + i] is { } reserve) Add(expansion.Parent, expansion.ReserveSeeds[i], reserve);
            }
            first += expansion.Seeds.Length;
        }
    }

    public Generation Take(TrajectoryId parent, ulong seed)
    {
        Queue<Generation> queue = samples[(parent, seed)];
        Generation sample = queue.Dequeue();
        if (queue.Count == 0) samples.Remove((parent, seed));
        return sample;
    }

    /// <summary>Gives back what nobody has taken.</summary>
    public void Clear()
    {
        foreach (Generation sample in samples.Values.SelectMany(queue => queue)) sample.Sequence.Dispose();
        samples.Clear();
    }

    private void Add(TrajectoryId parent, ulong seed, Generation sample)
    {
        if (!samples.TryGetValue((parent, seed), out Queue<Generation>? queue)) samples[(parent, seed)] = queue = [];
        queue.Enqueue(sample);
    }
}
