using Outthink.Engine;

namespace Outthink.Backends.Measuring;

/// <summary>
/// A reward model on the embedded engine that reads the tokens of fixed steps as they are and, after each step's last
/// token, the share of one label token between two.
/// </summary>
/// <param name="model">Its vocabulary holds the prompt's and the policy's token ids.</param>
/// <param name="steps">The search.</param>
/// <param name="goodLabel">Token id.</param>
/// <param name="badLabel">Token id.</param>
public sealed class FixedStepRewardModel(LanguageModel model, FixedSteps steps, int goodLabel, int badLabel) : ProcessRewardModel
{
    public override string Name => Path.GetFileNameWithoutExtension(model.Path);

    public override RewardScope Open(Problem problem) => new FixedStepRewardScope(model, steps, [goodLabel, badLabel]);
}
