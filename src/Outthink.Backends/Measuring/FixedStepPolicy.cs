using Outthink.Engine;

namespace Outthink.Backends.Measuring;

/// <summary>A policy on the embedded engine whose every step has the same length; the model's end tokens end nothing.</summary>
public sealed class FixedStepPolicy(LanguageModel model, FixedSteps steps) : Policy
{
    public override string Name => Path.GetFileNameWithoutExtension(model.Path);

    public override PolicyScope Open(Problem problem) => new FixedStepPolicyScope(model, steps);
}
