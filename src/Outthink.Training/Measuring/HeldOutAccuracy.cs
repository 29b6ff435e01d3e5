using Outthink.Evaluation.Suites.Arithmetic;
using Outthink.Training.Data;
using Outthink.Training.Network;

namespace Outthink.Training.Measuring;

/// <summary>
/// How often a network writes the canonical solution, measured without sampling: greedy decoding writes it exactly
/// when every canonical token is the most probable one after the canonical tokens before it, and a sample at T = 1 is
/// canonical with the product of the tokens' probabilities.
/// </summary>
/// <param name="Problems">How many problems were measured.</param>
/// <param name="Greedy">The share solved greedily, 0 to 1.</param>
/// <param name="Sampled">The expected share solved by one sample at T = 1.</param>
public sealed record HeldOutAccuracy(int Problems, double Greedy, double Sampled)
{
    private const int ProblemsPerBatch = 8;

    /// <summary>Overall and by level; the entry of level n is at n, that of all levels at 0.</summary>
    internal static HeldOutAccuracy[] Measure(Transformer network, TrainingText text, IReadOnlyList<ArithmeticProblem> problems)
    {
        var batch = new PackedBatch();
        var builder = new BatchBuilder(text, seed: 0, tokensPerBatch: 0);
        var counts = new int[ArithmeticLevel.All.Length + 1];
        var greedy = new int[counts.Length];
        var sampled = new double[counts.Length];
        foreach (var chunk in problems.Chunk(ProblemsPerBatch))
        {
            batch.Clear();
            foreach (var problem in chunk) builder.AddSolution(batch, problem.Text, BatchBuilder.Layout(text, problem.Solution));
            var likelihoods = network.TargetLogProbabilities(batch, out var isMostProbable);
            for (var i = 0; i < chunk.Length; i++)
            {
                var document = batch.Documents[i];
                var isSolved = true;
                var sum = 0.0;
                for (var row = document.ActiveStart; row < document.ActiveStart + document.ActiveLength; row++)
                {
                    if (batch.Targets[row] < 0) continue;
                    isSolved &= isMostProbable[row];
                    sum += likelihoods[row];
                }
                foreach (var slot in (ReadOnlySpan<int>)[0, chunk[i].Level])
                {
                    counts[slot]++;
                    greedy[slot] += isSolved ? 1 : 0;
                    sampled[slot] += Math.Exp(sum);
                }
            }
        }
        return [.. counts.Select((count, slot) => new HeldOutAccuracy(count, greedy[slot] / Math.Max(1.0, count), sampled[slot] / Math.Max(1.0, count)))];
    }
}
