using System.Diagnostics;

namespace Outthink.Engine.Bench;

/// <summary>Decoding speed of synthetic models by branches and threads, as a share of the peak measured in the same run.</summary>
internal static class Throughput
{
    const int PromptTokens = 48;
    const int NewTokens = 128;

    static readonly SyntheticModel[] Models =
    [
        new("31k", 32, 2, 2, 2, 16, 88, 128, 512),
        new("133k", 64, 2, 2, 2, 32, 176, 512, 512),
        new("1.6M", 160, 5, 5, 5, 32, 432, 512, 512),
    ];

    public static async Task RunAsync(int repeats)
    {
        foreach (var threads in (int[])[1, 2])
        {
            Console.WriteLine($"peak, {threads} thread(s), {PeakProbe.Width}-bit: {PeakProbe.Measure(threads) / 1e9:F0} GFLOP/s");
            foreach (var model in Models)
                await MeasureAsync(model, threads, repeats);
        }
    }

    static async Task MeasureAsync(SyntheticModel shape, int threads, int repeats)
    {
        var path = Path.Combine(Path.GetTempPath(), $"outthink-bench-{Guid.NewGuid():N}.gguf");
        shape.Write(path);
        try
        {
            await using var engine = new InferenceEngine(new() { Threads = threads });
            var model = engine.Load(path);
            foreach (var branches in (int[])[1, 16, 64, 256])
            {
                var (best, flops, peak) = (double.MaxValue, 0d, 0d);
                for (var repeat = 0; repeat <= repeats; repeat++)
                {
                    using var parent = model.Start([.. Enumerable.Range(0, PromptTokens).Select(i => i * 7 % shape.Vocabulary)]);
                    var request = new GenerateRequest { Seeds = [.. Enumerable.Range(0, branches).Select(i => (ulong)(i + 1000 * repeat))], Sampling = new(), MaxNewTokens = NewTokens };
                    var watch = Stopwatch.StartNew();
                    var result = await model.GenerateAsync(parent, request);
                    var seconds = watch.Elapsed.TotalSeconds;
                    foreach (var generation in result.Generations)
                        generation.Sequence.Dispose();
                    // The first round warms up. The peak is measured again beside each round: neighbours come and go.
                    if (repeat > 0 && seconds < best)
                        (best, flops, peak) = (seconds, result.Usage.Flops, PeakProbe.Measure(threads));
                }
                Console.WriteLine($"{shape.Name,6} {model.Parameters,9:N0} parameters {threads} thread(s) {branches,4} branches {branches * NewTokens / best,10:N0} tokens/s {flops / best / 1e9,7:F1} GFLOP/s {flops / best / peak,6:P0} of peak");
            }
        }
        finally
        {
            File.Delete(path);
        }
    }
}
