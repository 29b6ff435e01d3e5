using System.Collections.Immutable;
using System.Globalization;

namespace Outthink.Evaluation.Tests;

/// <summary>Scores the steps of a <see cref="ScriptedPolicy"/>: 0.9 up to the first wrong one, 0.1 from there on.</summary>
internal sealed class ScriptedRewardModel : ProcessRewardModel
{
    public override string Name => "judge";

    public override RewardScope Open(Problem problem) => new Scope([.. problem.Text.Split(',').Select(t => int.Parse(t, CultureInfo.InvariantCulture))]);

    sealed class Scope(int[] terms) : RewardScope
    {
        long tokens;

        public override Usage Usage => new() { PrmTokens = tokens, PrmFlops = 100 * tokens };

        public override async Task<ImmutableArray<ImmutableArray<double>>> ScoreAsync(ImmutableArray<Trajectory> trajectories, CancellationToken cancellationToken)
        {
            await Task.Yield();
            cancellationToken.ThrowIfCancellationRequested();
            tokens += trajectories.Sum(t => t.TokenCount);
            return [.. trajectories.Select(Score)];
        }

        ImmutableArray<double> Score(Trajectory trajectory)
        {
            bool isRight = true;
            return [.. trajectory.Steps.Select((step, i) =>
            {
                int sum = terms[..(i + 2)].Sum();
                isRight = isRight && (step.Text.Contains($"= {sum}.", StringComparison.Ordinal) || step.Text.Contains($"{{{sum}}}", StringComparison.Ordinal));
                return isRight ? 0.9 : 0.1;
            })];
        }

        public override void Keep(ImmutableArray<TrajectoryId> frontier) { }

        public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
