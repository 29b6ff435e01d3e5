using Outthink.Engine;
using Outthink.Engine.Measuring;

namespace Outthink.Peers.Speed;

/// <summary>Our engine on a workload: loaded anew for every run, as the peer is.</summary>
sealed class OurBench(int threads)
{
    /// <summary>One round that warms up, with few tokens, and one that counts.</summary>
    public async Task<Rates> RunAsync(string file, Workload workload, CancellationToken cancellationToken)
    {
        await using var engine = new InferenceEngine(new() { Threads = threads });
        var model = engine.Load(file);
        var probe = new ThroughputProbe(engine, model);
        await probe.MeasureAsync(16, 4, workload.Sequences, round: 0, cancellationToken: cancellationToken);
        var sample = await probe.MeasureAsync(workload.PromptTokens, workload.NewTokens, workload.Sequences, round: 1, cancellationToken: cancellationToken);
        return new(workload.PromptTokens / sample.Prefill.TotalSeconds, workload.Sequences * (double)workload.NewTokens / sample.Decode.TotalSeconds, model.Parameters);
    }
}
