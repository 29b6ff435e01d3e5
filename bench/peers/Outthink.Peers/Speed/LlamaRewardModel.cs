using Outthink.Backends.Measuring;

namespace Outthink.Peers.Speed;

/// <summary>A reward model of fixed steps that asks a llama-server for one token after every step and reads the share of one label between two.</summary>
sealed class LlamaRewardModel(LlamaServer server, FixedSteps steps, int goodLabel, int badLabel) : ProcessRewardModel
{
    public override string Name => "llama-server";

    public override RewardScope Open(Problem problem) => new LlamaRewardScope(server, steps, goodLabel, badLabel);
}
