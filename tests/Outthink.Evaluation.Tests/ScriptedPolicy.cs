using System.Collections.Immutable;
using System.Globalization;
using Outthink.Evaluation.Suites;

namespace Outthink.Evaluation.Tests;

/// <summary>
/// Solves "a, b, c" (sum the numbers) one addition a step; a step is wrong by a share that its seed decides. Greedy
/// steps are right for problems whose first number is even. Every batch comes back late, in another order each time.
/// </summary>
internal sealed class ScriptedPolicy(string name, int percentWrong) : Policy
{
    public override string Name => name;

    public Func<Task>? BeforeProposing { get; init; }

    public override PolicyScope Open(Problem problem) =>
        problem.Text.Length > 100 ? throw new ProblemRejectedException("the problem is too long") : new Scope(this, problem, percentWrong);

    sealed class Scope(ScriptedPolicy policy, Problem problem, int percentWrong) : PolicyScope
    {
        readonly int[] terms = [.. problem.Text.Split(',').Select(t => int.Parse(t, CultureInfo.InvariantCulture))];
        readonly Dictionary<TrajectoryId, (int Depth, int Sum)> states = [];
        Usage usage = new() { PromptTokens = 10, PolicyTokens = 10, PolicyFlops = 1000 };
        long next = 1;

        public override TrajectoryId Root => default;

        public override Usage Usage => usage;

        public override async Task<ImmutableArray<ImmutableArray<Proposal>>> ProposeAsync(ImmutableArray<Expansion> expansions, CancellationToken cancellationToken)
        {
            if (policy.BeforeProposing is { } before) await before();
            await Task.Yield();
            cancellationToken.ThrowIfCancellationRequested();
            states.TryAdd(Root, (1, terms[0]));
            return [.. expansions.Select(e => e.Seeds.Select(seed => Propose(e, seed)).ToImmutableArray())];
        }

        Proposal Propose(Expansion expansion, ulong seed)
        {
            (int depth, int sum) = states[expansion.Parent];
            ImmutableArray<Step>.Builder steps = ImmutableArray.CreateBuilder<Step>();
            SplitMix64 random = new(seed);
            do
            {
                bool isWrong = expansion.Sampling.Temperature == 0 ? terms[0] % 2 == 1 : random.Below(100) < percentWrong;
                int result = sum + terms[depth] + (isWrong ? 1 : 0);
                string text = ++depth < terms.Length ? $"{sum} + {terms[depth - 1]} = {result}.\n\n" : $"The answer is \\boxed{{{result}}}.";
                sum = result;
                steps.Add(new Step(text, 5));
            }
            while (expansion.Extent == Extent.Solution && depth < terms.Length);
            TrajectoryId id = new(next++);
            states.Add(id, (depth, sum));
            usage += new Usage { GeneratedTokens = 5 * steps.Count, PolicyTokens = 5 * steps.Count, PolicyFlops = 500 * steps.Count, PolicyCachedTokens = 7 };
            return new Proposal { Id = id, Steps = steps.ToImmutable(), End = depth < terms.Length ? ProposalEnd.Delimiter : ProposalEnd.EndOfSequence };
        }

        public override void Keep(ImmutableArray<TrajectoryId> frontier) { }

        public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
