using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Outthink.Backends.Measuring;

namespace Outthink.Peers.Speed;

/// <summary>One search in the second llama-server. Scores of earlier steps are remembered; only the last step's is asked for.</summary>
sealed class LlamaRewardScope(LlamaServer server, FixedSteps steps, int goodLabel, int badLabel) : RewardScope
{
    /// <summary>Lifts both labels above every other token by more than any two logits differ, and keeps their ratio.</summary>
    const int Lift = 100;

    readonly Dictionary<TrajectoryId, ImmutableArray<double>> judged = [];
    Usage usage = Usage.Zero;

    public override Usage Usage => usage;

    public override async Task<ImmutableArray<ImmutableArray<double>>> ScoreAsync(ImmutableArray<Trajectory> trajectories, CancellationToken cancellationToken)
    {
        var answers = await Task.WhenAll(trajectories.Select(t => AskAsync(t, cancellationToken)));
        for (var i = 0; i < answers.Length; i++)
        {
            var earlier = trajectories[i].Parent is { } parent && judged.TryGetValue(parent, out var known) ? known : [];
            judged[trajectories[i].Id] = [.. earlier, ScoreOf(answers[i])];
            usage += new Usage { PrmTokens = LlamaTimings.Evaluated(answers[i]), PrmCachedTokens = LlamaTimings.Cached(answers[i]) };
        }
        return [.. trajectories.Select(t => judged[t.Id])];
    }

    public override void Keep(ImmutableArray<TrajectoryId> frontier)
    {
        HashSet<TrajectoryId> kept = [.. frontier];
        foreach (var id in judged.Keys.Where(id => !kept.Contains(id)).ToArray())
            judged.Remove(id);
    }

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    Task<JsonNode> AskAsync(Trajectory trajectory, CancellationToken cancellationToken) => server.PostAsync("/completion", new()
    {
        ["prompt"] = new JsonArray([.. steps.Prompt.Concat(trajectory.Steps.SelectMany(s => FixedSteps.TokensOf(s))).Select(t => (JsonNode)t)]),
        ["n_predict"] = 1,
        ["n_probs"] = 2,
        ["post_sampling_probs"] = true,
        ["logit_bias"] = new JsonArray(new JsonArray(goodLabel, Lift), new JsonArray(badLabel, Lift)),
        ["temperature"] = 1,
        ["samplers"] = new JsonArray("temperature"),
        ["cache_prompt"] = true,
    }, cancellationToken);

    double ScoreOf(JsonNode answer) => answer["completion_probabilities"]?[0]?["top_probs"]?.AsArray() is { } top
        ? top.Where(t => t?["id"]?.GetValue<int>() == goodLabel).Select(t => t!["prob"]!.GetValue<double>()).FirstOrDefault()
        : throw new InvalidOperationException("llama-server gave no probabilities; this build answers /completion otherwise than expected");
}
