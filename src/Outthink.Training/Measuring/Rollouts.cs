using System.Collections.Immutable;
using Outthink.Engine;
using Outthink.Evaluation.Suites.Arithmetic;
using Outthink.Training.Text;

namespace Outthink.Training.Measuring;

/// <summary>Samples a policy's solutions on the engine that will run it.</summary>
internal static class Rollouts
{
    private const int MaxNewTokens = 220;

    /// <summary>One solution at T = 1 for each problem; those that reach the length limit are left out.</summary>
    internal static async Task<ImmutableArray<Rollout>> DrawAsync(InferenceEngine engine, string modelPath, ImmutableArray<ArithmeticProblem> problems, ulong seed, CancellationToken cancellationToken)
    {
        var model = engine.Load(modelPath);
        var tokeniser = new FamilyTokeniser();
        var prompts = problems.Select(problem =>
        {
            var ids = new List<int> { FamilyTokeniser.Bos };
            tokeniser.Encode(problem.Text + ArithmeticProblem.Delimiter, ids);
            return ids.ToImmutableArray();
        });
        var results = await Task.WhenAll(prompts.Select(async (prompt, i) =>
        {
            using var start = model.Start(prompt);
            var request = new GenerateRequest { Seeds = [seed + (ulong)i], Sampling = new SamplingOptions(), MaxNewTokens = MaxNewTokens };
            var generation = (await model.GenerateAsync(start, request, cancellationToken)).Generations[0];
            generation.Sequence.Dispose();
            return generation;
        }));
        return
        [
            .. from pair in problems.Zip(results)
               where pair.Second.StopReason == StopReason.EndOfSequence
               let steps = Cut(tokeniser.Decode(pair.Second.NewTokens))
               where steps.Length > 0
               select new Rollout(pair.First, steps, pair.First.RightSteps(steps)),
        ];
    }

    /// <summary>The text's steps, each with its delimiter.</summary>
    internal static ImmutableArray<string> Cut(string text)
    {
        var steps = ImmutableArray.CreateBuilder<string>();
        for (var start = 0; start < text.Length;)
        {
            var end = text.IndexOf(ArithmeticProblem.Delimiter, start, StringComparison.Ordinal);
            end = end < 0 ? text.Length : end + ArithmeticProblem.Delimiter.Length;
            steps.Add(text[start..end]);
            start = end;
        }
        return steps.ToImmutable();
    }
}
