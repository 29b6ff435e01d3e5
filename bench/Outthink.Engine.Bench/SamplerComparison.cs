using System.Diagnostics;
using Outthink.Engine.Kernels;
using Outthink.Engine.Sampling;

namespace Outthink.Engine.Bench;

/// <summary>Time to read one row of logits of a large vocabulary and draw from it, on one thread, by the cuts asked for.</summary>
internal static class SamplerComparison
{
    const int Vocabulary = 151_936;

    static readonly (string Name, SamplingOptions Options)[] Cases =
    [
        ("temperature 1", new()),
        ("temperature 0.7", new() { Temperature = 0.7 }),
        ("0.7, top-k 40", new() { Temperature = 0.7, TopK = 40 }),
        ("0.7, top-p 0.95", new() { Temperature = 0.7, TopP = 0.95 }),
        ("0.7, top-k 40, top-p 0.95, min-p 0.05", new() { Temperature = 0.7, TopK = 40, TopP = 0.95, MinP = 0.05 }),
    ];

    public static void Run()
    {
        var random = new Random(1);
        var sampler = new Sampler(KernelSet.Of(VectorPaths.Widest), Vocabulary);
        Console.WriteLine($"{"logits",8} {"options",40} {"microseconds",13}");
        foreach (var (shape, spread) in ((string, double)[])[("peaked", 12), ("flat", 1)])
        {
            var logits = new float[(Vocabulary + 15) / 16 * 16];
            for (var i = 0; i < Vocabulary; i++)
                logits[i] = (float)((random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5) * spread);
            foreach (var (name, options) in Cases)
            {
                var ticks = new long[60];
                for (var i = -10; i < ticks.Length; i++)
                {
                    var start = Stopwatch.GetTimestamp();
                    sampler.TryLoad(logits, options);
                    sampler.Draw(random.NextDouble());
                    ticks[Math.Max(i, 0)] = Stopwatch.GetTimestamp() - start;
                }
                Array.Sort(ticks);
                Console.WriteLine($"{shape,8} {name,40} {ticks[ticks.Length / 10] * 1e6 / Stopwatch.Frequency,13:F0}");
            }
        }
    }
}
