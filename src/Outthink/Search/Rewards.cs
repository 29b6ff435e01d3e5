using System.Collections.Immutable;

namespace Outthink.Search;

/// <summary>Holds a reward model's scores to the contract of the port.</summary>
internal static class Rewards
{
    /// <summary>The trajectories with their steps scored.</summary>
    /// <exception cref="ScoreCountException">Not one result a trajectory, or not one score a step.</exception>
    /// <exception cref="InvalidScoreException">A score is NaN or infinite.</exception>
    public static ImmutableArray<Trajectory> Attach(ImmutableArray<Trajectory> trajectories, ImmutableArray<ImmutableArray<double>> scores)
    {
        if (scores.Length != trajectories.Length)
            throw new ScoreCountException(
                $"The reward model was asked about {trajectories.Length} trajectories and answered for {scores.Length}.", trajectories.Length, scores.Length);
        return [.. trajectories.Select((t, i) => Attach(t, scores[i]))];
    }

    private static Trajectory Attach(Trajectory trajectory, ImmutableArray<double> scores)
    {
        if (scores.Length != trajectory.Steps.Length)
            throw new ScoreCountException(
                $"The reward model gave {scores.Length} scores for a trajectory of {trajectory.Steps.Length} steps: check that it splits steps where the policy does.",
                trajectory.Steps.Length, scores.Length);
        for (int i = 0; i < scores.Length; i++)
        {
            if (!double.IsFinite(scores[i]))
                throw new InvalidScoreException(
                    $"The reward model scored step {i + 1} of {scores.Length} with {scores[i]}: its read-out or its numbers are broken. The step reads: {trajectory.Steps[i].Text.Trim()}",
                    i + 1, scores[i]);
        }
        return trajectory with { Steps = [.. trajectory.Steps.Select((step, i) => step with { Score = scores[i] })] };
    }
}
