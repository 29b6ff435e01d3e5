using FsCheck.Xunit;
using Outthink.Engine.Sampling;

namespace Outthink.Engine.Tests.Sampling;

/// <summary>The cuts against a full sort, for vocabularies large enough that most tokens are never looked at closely.</summary>
public sealed class SelectionTests
{
    [Property(MaxTest = 150)]
    public bool The_kept_tokens_are_those_a_full_sort_keeps(int seed)
    {
        var random = new Random(seed);
        var vocabulary = random.Next(1, 5000);
        // Few distinct weights give many equal ones; a steep distribution leaves most of them tiny.
        var (levels, steepness) = (random.Next(2) == 0 ? 6 : 100000, 1 + random.Next(40));
        var weights = Enumerable.Range(0, vocabulary).Select(_ => (float)Math.Exp(-steepness * (double)random.Next(levels) / levels)).ToArray();
        weights[random.Next(vocabulary)] = 1;
        for (var i = random.Next(3) * vocabulary / 4; i > 0; i--)
            weights[random.Next(vocabulary)] = random.Next(8) == 0 ? 1 : 0;
        if (weights.Max() < 1)
            weights[^1] = 1;
        var options = new SamplingOptions
        {
            TopK = random.Next(2) == 0 ? 0 : random.Next(1, random.Next(2) == 0 ? 60 : vocabulary + 5),
            TopP = random.Next(2) == 0 ? 1 : 0.05 + 0.9 * random.NextDouble(),
            MinP = random.Next(2) == 0 ? 0 : random.NextDouble() * random.NextDouble(),
        };
        var expected = Naive(weights, options);
        new Selection(vocabulary).Cut(weights, options);
        return weights.SequenceEqual(expected);
    }

    static float[] Naive(float[] weights, SamplingOptions options)
    {
        var sorted = Enumerable.Range(0, weights.Length).OrderByDescending(t => weights[t]).ThenBy(t => t).ToList();
        if (options.TopK > 0)
            sorted = [.. sorted.Take(options.TopK)];
        if (options.TopP < 1)
        {
            var (target, held) = (options.TopP * sorted.Sum(t => (double)weights[t]), 0d);
            sorted = [.. sorted.TakeWhile(t =>
            {
                var isWanted = held < target;
                held += weights[t];
                return isWanted;
            })];
        }
        var kept = new float[weights.Length];
        foreach (var token in sorted.Where(t => weights[t] >= (float)options.MinP))
            kept[token] = weights[token];
        return kept;
    }
}
