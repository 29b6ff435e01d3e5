using System.Collections.Immutable;
using Outthink.Evaluation.Suites.Arithmetic;
using Outthink.Training.Data;
using Outthink.Training.Network;

namespace Outthink.Training.Measuring;

/// <summary>A policy's solution, cut into steps with their delimiters; the first <paramref name="Right"/> are right.</summary>
internal sealed record Rollout(ArithmeticProblem Problem, ImmutableArray<string> Steps, int Right);

/// <summary>Scores of the steps of rollouts by a network of the family, as its card says they are read.</summary>
internal static class StepScores
{
    /// <summary>One (score, is right) for each step up to and including the first wrong one.</summary>
    internal static List<(double Score, bool IsRight)> Of(Transformer network, TrainingText text, IEnumerable<Rollout> rollouts)
    {
        var scores = new List<(double, bool)>();
        var batch = new PackedBatch();
        var builder = new BatchBuilder(text, seed: 0, tokensPerBatch: 0);
        foreach (var rollout in rollouts)
        {
            ImmutableArray<string> judged = [.. rollout.Steps.Take(rollout.Right + 1)];
            var values = text == TrainingText.StepLabels ? Labels(network, builder, batch, rollout.Problem, judged) : Likelihoods(network, builder, batch, text, rollout.Problem, judged);
            scores.AddRange(values.Select((value, i) => (value, i < rollout.Right)));
        }
        return scores;
    }

    /// <summary>The probability of all solution tokens up to each step's end.</summary>
    private static IEnumerable<double> Likelihoods(Transformer network, BatchBuilder builder, PackedBatch batch, TrainingText text, ArithmeticProblem problem, ImmutableArray<string> steps)
    {
        batch.Clear();
        var ends = builder.AddSolutionSteps(batch, problem.Text, steps.Select(step => BatchBuilder.Layout(text, step)));
        var likelihoods = network.TargetLogProbabilities(batch, out _);
        var sum = 0.0;
        var row = 0;
        foreach (var end in ends)
        {
            while (row < end) sum += likelihoods[row++];
            yield return Math.Exp(sum);
        }
    }

    /// <summary>The share of "+" between the two labels at each step's end.</summary>
    private static IEnumerable<double> Labels(Transformer network, BatchBuilder builder, PackedBatch batch, ArithmeticProblem problem, ImmutableArray<string> steps)
    {
        batch.Clear();
        builder.AddSteps(batch, problem.Text, steps, steps.Length);
        var good = network.TargetLogProbabilities(batch, out _);
        int[] labelled = [.. Enumerable.Range(0, batch.Targets.Count).Where(row => batch.Targets[row] >= 0)];
        batch.Clear();
        builder.AddSteps(batch, problem.Text, steps, 0);
        var bad = network.TargetLogProbabilities(batch, out _);
        return labelled.Select(row => 1 / (1 + Math.Exp(bad[row] - good[row])));
    }
}
