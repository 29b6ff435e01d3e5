using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Outthink.Backends.Measuring;

namespace Outthink.Peers.Speed;

/// <summary>One search in a llama-server: the requests of a round go out together, and it schedules them over its slots.</summary>
sealed class LlamaPolicyScope(LlamaServer server, FixedSteps steps) : PolicyScope
{
    static readonly TrajectoryId RootId = new(0);

    /// <summary>Synthetic vocabularies begin with the bytes; llama-server refuses to answer with broken UTF-8, which random tokens of 0x80 and above would be.</summary>
    static readonly int[] LoneBytes = [.. Enumerable.Range(0x80, 0x80)];

    readonly Dictionary<TrajectoryId, ImmutableArray<int>> tokens = new() { [RootId] = steps.Prompt };
    Usage usage = new() { PromptTokens = steps.Prompt.Length };
    long lastId;

    public override TrajectoryId Root => RootId;

    public override Usage Usage => usage;

    public override async Task<ImmutableArray<ImmutableArray<Proposal>>> ProposeAsync(ImmutableArray<Expansion> expansions, CancellationToken cancellationToken)
    {
        var families = await Task.WhenAll(expansions.Select(e => Task.WhenAll(e.Seeds.Select(seed => DrawAsync(tokens[e.Parent], seed, e.Sampling.Temperature, cancellationToken)))));
        return [.. expansions.Select((e, i) => families[i].Select(answer => Admit(tokens[e.Parent], answer)).ToImmutableArray())];
    }

    public override void Keep(ImmutableArray<TrajectoryId> frontier)
    {
        HashSet<TrajectoryId> kept = [RootId, .. frontier];
        foreach (var id in tokens.Keys.Where(id => !kept.Contains(id)).ToArray())
            tokens.Remove(id);
    }

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    Task<JsonNode> DrawAsync(ImmutableArray<int> parent, ulong seed, double temperature, CancellationToken cancellationToken) => server.PostAsync("/completion", new()
    {
        ["prompt"] = new JsonArray([.. parent.Select(t => (JsonNode)t)]),
        ["n_predict"] = steps.StepTokens,
        ["temperature"] = temperature,
        ["samplers"] = new JsonArray("temperature"),
        ["seed"] = (uint)seed,
        ["ignore_eos"] = true,
        ["logit_bias"] = new JsonArray([.. LoneBytes.Select(id => (JsonNode)new JsonArray(id, false))]),
        ["cache_prompt"] = true,
        ["return_tokens"] = true,
    }, cancellationToken);

    Proposal Admit(ImmutableArray<int> parent, JsonNode answer)
    {
        ImmutableArray<int> drawn = [.. answer["tokens"]!.AsArray().Select(t => t!.GetValue<int>())];
        TrajectoryId id = new(++lastId);
        tokens.Add(id, [.. parent, .. drawn]);
        usage += new Usage { GeneratedTokens = drawn.Length, PolicyTokens = LlamaTimings.Evaluated(answer), PolicyCachedTokens = LlamaTimings.Cached(answer) };
        return new() { Id = id, Steps = [FixedSteps.StepOf(drawn)], End = steps.EndAt(parent.Length + drawn.Length) };
    }
}
