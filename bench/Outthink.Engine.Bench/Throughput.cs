using System.Diagnostics;
using Outthink.Engine.Kernels;
using Outthink.Engine.Measuring;
using Outthink.Engine.Weights;

namespace Outthink.Engine.Bench;

/// <summary>Decoding speed of synthetic models by branches and threads, as a share of the peak measured in the same run.</summary>
internal static class Throughput
{
    const int PromptTokens = 48;
    const int NewTokens = 64;

    static readonly ModelShape[] Models = [.. ModelShape.All.Where(s => s.Name.StartsWith("tiny-", StringComparison.Ordinal))];

    public static async Task RunAsync(int repeats)
    {
        Console.WriteLine($"kernels: {VectorPaths.Widest}; fused multiply-adds in registers, {PeakProbe.Width} bits, one core: {PeakProbe.Measure() / 1e9:F0} GFLOP/s");
        Console.WriteLine($"{"model",9} {"parameters",10} {"threads",7} {"branches",8} {"tokens/s",10} {"by passes",10} {"of peak",8}");
        foreach (var threads in (int[])[1, 2])
        {
            foreach (var model in Models)
                await MeasureAsync(model, threads, repeats);
        }
    }

    /// <summary>
    /// Tokens per second by the clock, best of the repeats, prompt included; and by the fastest tenth of the passes,
    /// which is what a machine without neighbours would reach, as a share of the peak of that many cores.
    /// </summary>
    static async Task MeasureAsync(ModelShape shape, int threads, int repeats)
    {
        var path = Path.Combine(Path.GetTempPath(), $"outthink-bench-{Guid.NewGuid():N}.gguf");
        SyntheticModel.Write(shape, TensorType.F32, seed: 1, path);
        try
        {
            await using var engine = new InferenceEngine(new() { Threads = threads });
            var model = engine.Load(path);
            foreach (var branches in (int[])[1, 16, 64, 256])
            {
                var (wall, flops) = (double.MaxValue, 0d);
                var (passes, count, last) = (new long[repeats * NewTokens + NewTokens], 0, 0L);
                engine.Loop.AfterPass = () =>
                {
                    var now = Stopwatch.GetTimestamp();
                    passes[count++] = now - last;
                    last = now;
                };
                // The first round warms up.
                for (var repeat = 0; repeat <= repeats; repeat++)
                {
                    if (repeat == 1)
                        count = 0;
                    using var parent = model.Start([.. Enumerable.Range(0, PromptTokens).Select(i => i * 7 % shape.Vocabulary)]);
                    var request = new GenerateRequest { Seeds = [.. Enumerable.Range(0, branches).Select(i => (ulong)(i + 1000 * repeat))], Sampling = new(), MaxNewTokens = NewTokens, IgnoresEnd = true };
                    var watch = Stopwatch.StartNew();
                    var result = await model.GenerateAsync(parent, request);
                    (wall, flops) = (Math.Min(wall, watch.Elapsed.TotalSeconds), result.Usage.Flops);
                    foreach (var generation in result.Generations)
                        generation.Sequence.Dispose();
                }
                _ = engine.BlocksInUse;
                engine.Loop.AfterPass = null;
                Array.Sort(passes, 0, count);
                var rate = branches * (double)Stopwatch.Frequency / passes[count / 10];
                // The peak is measured again beside each line, since neighbours come and go.
                var perToken = flops / (branches * NewTokens);
                Console.WriteLine($"{shape.Name,9} {model.Parameters,10:N0} {threads,7} {branches,8} {branches * NewTokens / wall,10:N0} {rate,10:N0} {rate * perToken / (threads * PeakProbe.Measure()),8:P0}");
            }
        }
        finally
        {
            File.Delete(path);
        }
    }
}
