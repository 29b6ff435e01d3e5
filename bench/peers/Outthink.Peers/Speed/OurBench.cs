using System.Diagnostics;
using Outthink.Engine;
using Outthink.Engine.Measuring;

namespace Outthink.Peers.Speed;

/// <summary>Our engine on a workload: loaded anew for every run, as the peer is.</summary>
sealed class OurBench(int threads)
{
    static readonly TimeSpan Least = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Small rounds for a second, until the runtime has compiled what they need for good; then rounds that count until
    /// they fill a second, which a large model's first one does: their medians.
    /// </summary>
    public async Task<Rates> RunAsync(string file, Workload workload, CancellationToken cancellationToken)
    {
        await using var engine = new InferenceEngine(new() { Threads = threads });
        var model = engine.Load(file);
        var probe = new ThroughputProbe(engine, model);
        var round = 0UL;
        for (var start = Stopwatch.GetTimestamp(); round == 0 || Stopwatch.GetElapsedTime(start) < Least;)
            await probe.MeasureAsync(16, 4, workload.Sequences, round++, cancellationToken: cancellationToken);
        var samples = new List<ThroughputSample>();
        while (samples.Count == 0 || samples.Aggregate(TimeSpan.Zero, (sum, s) => sum + s.Prefill + s.Decode) < Least)
            samples.Add(await probe.MeasureAsync(workload.PromptTokens, workload.NewTokens, workload.Sequences, round++, cancellationToken: cancellationToken));
        return new(
            workload.PromptTokens / Spread.Of(samples.Select(s => s.Prefill.TotalSeconds)).Median,
            workload.Sequences * (double)workload.NewTokens / Spread.Of(samples.Select(s => s.Decode.TotalSeconds)).Median,
            model.Parameters);
    }
}
