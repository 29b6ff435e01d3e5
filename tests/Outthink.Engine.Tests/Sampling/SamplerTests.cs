using FsCheck.Xunit;
using Outthink.Engine.Kernels;
using Outthink.Engine.Sampling;

namespace Outthink.Engine.Tests.Sampling;

public sealed class SamplerTests
{
    static readonly KernelSet Kernels = KernelSet.Of(VectorPaths.Widest);

    [Property(MaxTest = 100)]
    public bool The_cuts_keep_what_a_full_sort_keeps(int seed)
    {
        var random = new Random(seed);
        var vocabulary = random.Next(1, 90);
        // Rounded logits give many equal probabilities.
        var logits = Logits(random, vocabulary, random.Next(2) == 0 ? 1 : 40);
        var options = new SamplingOptions
        {
            Temperature = random.Next(3) switch { 0 => 1, 1 => 0.4, _ => 3 },
            TopK = random.Next(2) == 0 ? 0 : random.Next(1, vocabulary + 5),
            TopP = random.Next(2) == 0 ? 1 : 0.05 + 0.9 * random.NextDouble(),
            MinP = random.Next(2) == 0 ? 0 : random.NextDouble(),
        };
        var sampler = new Sampler(Kernels, vocabulary);
        if (!sampler.TryLoad(logits, options))
            return false;
        var drawn = new HashSet<int>();
        for (var i = 0; i < 4000; i++)
            drawn.Add(sampler.Draw(i / 4000.0));
        var kept = Naive(logits, vocabulary, options);
        // Each of the kept tokens that is likelier than the grid is fine must be met, and no other ever.
        var total = kept.Sum(k => k.Weight);
        return drawn.All(d => kept.Any(k => k.Token == d)) && kept.Where(k => k.Weight / total > 1 / 3999.0).All(k => drawn.Contains(k.Token));
    }

    [Fact]
    public void Draws_follow_the_distribution()
    {
        // Chi-square with 19 degrees of freedom: a value above 43.8 has probability 0.001 for a right sampler; the seed is fixed.
        var random = new Random(4);
        var logits = Logits(random, 20, 1000);
        foreach (var temperature in (double[])[1, 0.5, 2])
        {
            var sampler = new Sampler(Kernels, 20);
            Assert.True(sampler.TryLoad(logits, new() { Temperature = temperature }));
            var weights = logits.Take(20).Select(l => Math.Exp(l / temperature)).ToArray();
            var counts = new int[20];
            const int Draws = 50000;
            for (var i = 0; i < Draws; i++)
                counts[sampler.Draw(SeededUniform.At(7, i))]++;
            var chi = weights.Select((w, t) => Math.Pow(counts[t] - Draws * w / weights.Sum(), 2) / (Draws * w / weights.Sum())).Sum();
            Assert.InRange(chi, 0, 43.8);
        }
    }

    [Fact]
    public void Uniform_numbers_are_uniform_and_differ_from_seed_to_seed()
    {
        // Chi-square with 99 degrees of freedom: above 148.2 with probability 0.001.
        foreach (var seedOf in (Func<int, ulong>[])[i => 1, i => (ulong)i, i => unchecked((ulong)i * 0x9E3779B97F4A7C15)])
        {
            var counts = new int[100];
            for (var i = 0; i < 100000; i++)
                counts[(int)(100 * SeededUniform.At(seedOf(i), seedOf(1) == seedOf(2) ? i : 3))]++;
            Assert.InRange(counts.Sum(c => Math.Pow(c - 1000, 2) / 1000), 0, 148.2);
        }
        Assert.Equal(SeededUniform.At(5, 9), SeededUniform.At(5, 9));
        Assert.NotEqual(SeededUniform.At(5, 9), SeededUniform.At(5, 10));
    }

    [Fact]
    public void Greedy_takes_the_first_of_the_likeliest()
    {
        float[] logits = [1, 5, 2, 5, -1, .. new float[11]];
        var sampler = new Sampler(Kernels, 5);
        Assert.True(sampler.TryLoad(logits, SamplingOptions.Greedy));
        Assert.Equal(1, sampler.Draw(0.999));
    }

    [Fact]
    public void Log_probabilities_are_the_models_own_whatever_the_options()
    {
        var logits = Logits(new Random(3), 37, 1000);
        var total = Math.Log(logits.Take(37).Sum(l => Math.Exp(l)));
        foreach (var options in (SamplingOptions[])[SamplingOptions.Greedy, new(), new() { Temperature = 0.2, TopK = 3 }, new() { TopP = 0.1, MinP = 0.5 }])
        {
            var sampler = new Sampler(Kernels, 37);
            Assert.True(sampler.TryLoad(logits, options));
            for (var token = 0; token < 37; token++)
                Assert.Equal(logits[token] - total, sampler.LogProbability(logits, token), 1e-5);
        }
    }

    [Theory]
    [InlineData(float.NaN, 1f)]
    [InlineData(float.PositiveInfinity, 1f)]
    [InlineData(float.NegativeInfinity, float.NegativeInfinity)]
    public void Logits_that_are_no_numbers_are_refused(float first, float second)
    {
        var logits = new float[16];
        (logits[0], logits[1]) = (first, second);
        Assert.False(new Sampler(Kernels, 2).TryLoad(logits, new()));
        Assert.False(new Sampler(Kernels, 2).TryLoad(logits));
    }

    [Fact]
    public void An_impossible_token_is_never_drawn()
    {
        var logits = new float[48];
        logits.AsSpan().Fill(float.NegativeInfinity);
        (logits[3], logits[33]) = (0, 0);
        var sampler = new Sampler(Kernels, 40);
        Assert.True(sampler.TryLoad(logits, new()));
        Assert.Equal([3, 3, 33, 33], ((double[])[0, 0.49, 0.51, 1 - 1e-16]).Select(sampler.Draw));
    }

    [Fact]
    public void Options_name_everything_that_is_wrong()
    {
        Assert.Empty(new SamplingOptions().Validate());
        Assert.Empty(SamplingOptions.Greedy.Validate());
        var problems = new SamplingOptions { Temperature = -1, TopK = -1, TopP = 0, MinP = 2 }.Validate();
        Assert.Equal(["Temperature", "TopK", "TopP", "MinP"], problems.Select(p => p.Split(' ')[0]));
        Assert.NotEmpty(new SamplingOptions { Temperature = double.NaN }.Validate());
    }

    static float[] Logits(Random random, int vocabulary, int steps)
    {
        var logits = new float[(vocabulary + 15) / 16 * 16];
        for (var i = 0; i < vocabulary; i++)
            logits[i] = MathF.Round((float)(random.NextDouble() * 4 - 2) * steps) / steps;
        return logits;
    }

    static List<(int Token, double Weight)> Naive(float[] logits, int vocabulary, SamplingOptions options)
    {
        var buffer = new float[logits.Length];
        Kernels.Exponentials(logits, vocabulary, Kernels.Max(logits.AsSpan(0, vocabulary)), (float)(1 / options.Temperature), buffer);
        var sorted = Enumerable.Range(0, vocabulary).Select(t => (Token: t, Weight: (double)buffer[t])).OrderByDescending(p => p.Weight).ThenBy(p => p.Token).ToList();
        if (options.TopK > 0)
            sorted = [.. sorted.Take(options.TopK)];
        if (options.TopP < 1)
        {
            var (target, held) = (options.TopP * sorted.OrderBy(p => p.Token).Sum(p => p.Weight), 0d);
            sorted = [.. sorted.TakeWhile(p =>
            {
                var wanted = held < target;
                held += p.Weight;
                return wanted;
            })];
        }
        return [.. sorted.Where(p => (float)p.Weight >= (float)options.MinP * (float)sorted[0].Weight)];
    }
}
