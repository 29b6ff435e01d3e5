using System.Globalization;
using Outthink.Backends.Measuring;
using Outthink.Engine;
using Outthink.Engine.Weights;
using Outthink.Search;

namespace Outthink.Peers.Speed;

/// <summary>
/// One beam search, the same strategy on two kinds of ports: our engine with both models, and two llama-servers, one the
/// policy and one the reward model. Both sides begin with nothing cached.
/// </summary>
sealed class SearchPair(string server, ModelFiles files, SpeedArguments arguments)
{
    const int PromptTokens = 256, StepTokens = 32, Samples = 16, BeamWidth = 4;

    static readonly BeamSearch Strategy = new();

    public string Title => $"beam search N={Samples}, M={BeamWidth}, {arguments.SearchSteps} steps of {StepTokens} tokens, prompt {PromptTokens}, with a PRM";

    public async Task<SearchSample> OursAsync(int round, CancellationToken cancellationToken)
    {
        await using var engine = new InferenceEngine(new() { Threads = arguments.Threads });
        var probe = new SearchProbe(engine, engine.Load(files.Policy(TensorType.Q8_0)), engine.Load(files.RewardModel(TensorType.Q8_0)));
        await probe.MeasureAsync(Strategy, Options(round), Work(round, promptTokens: 16, stepTokens: 4, steps: 2), cancellationToken);
        return await probe.MeasureAsync(Strategy, Options(round), Work(round, PromptTokens, StepTokens, arguments.SearchSteps), cancellationToken);
    }

    public async Task<Verdict> TheirsAsync(int round, CancellationToken cancellationToken)
    {
        await using var policy = await StartAsync(files.Policy(TensorType.Q8_0), cancellationToken);
        await using var prm = await StartAsync(files.RewardModel(TensorType.Q8_0), cancellationToken);
        var work = Work(round, PromptTokens, StepTokens, arguments.SearchSteps);
        // The bytes + and −, as our engine's side reads them.
        return await Strategy.SearchAsync(new() { Id = "fixed steps", Text = "fixed steps" }, new LlamaPolicy(policy, work), new LlamaRewardModel(prm, work, '+', '-'),
            work.Limit(Options(round)), cancellationToken: cancellationToken);
    }

    FixedSteps Work(int round, int promptTokens, int stepTokens, int steps) => FixedSteps.Draw(promptTokens, files.Shape.Vocabulary, stepTokens, steps, seed: round);

    /// <summary>A slot for every sample, one cache for all slots with room for each to hold a whole trajectory, the prompt cache as it is by default: on.</summary>
    Task<LlamaServer> StartAsync(string model, CancellationToken cancellationToken)
    {
        var cells = Samples * (PromptTokens + StepTokens * (arguments.SearchSteps + 1));
        return LlamaServer.StartAsync(server, model, (cells + 255) / 256 * 256,
            ["-np", Samples.ToString(CultureInfo.InvariantCulture), "-kvu", "-t", arguments.Threads.ToString(CultureInfo.InvariantCulture)], cancellationToken);
    }

    static SearchOptions Options(int round) => new() { Samples = Samples, BeamWidth = BeamWidth, Seed = (ulong)round };
}
