namespace Outthink.Evaluation.RewardModels;

/// <summary>
/// Two thresholds, each chosen on the half of the problems that the other is used on, so that no rollout is judged by a
/// threshold its own problem had a part in. Halves are the problems with even and with odd index.
/// </summary>
/// <param name="OnEven">Used on the even problems, chosen on the odd ones.</param>
/// <param name="OnOdd">Used on the odd problems, chosen on the even ones.</param>
public sealed record CrossFit(double OnEven, double OnOdd)
{
    /// <summary>Where a half has no threshold with an F1 above 0.</summary>
    const double Undecided = 0.5;

    /// <summary>The thresholds of the highest F1 on the other half (<see cref="FirstErrorAccuracy.BestThreshold"/>).</summary>
    public static CrossFit Of(IReadOnlyCollection<LabelledRollout> rollouts) => new(Best(rollouts.Where(r => !IsEven(r))), Best(rollouts.Where(IsEven)));

    public double ThresholdFor(LabelledRollout rollout) => IsEven(rollout) ? OnEven : OnOdd;

    static double Best(IEnumerable<LabelledRollout> rollouts) => FirstErrorAccuracy.BestThreshold([.. rollouts]) ?? Undecided;

    static bool IsEven(LabelledRollout rollout) => rollout.Problem % 2 == 0;
}
