using System.Collections.Immutable;
using System.Globalization;
using Outthink.Evaluation.Suites;

namespace Outthink.Evaluation.Tests;

/// <summary>Answers 1 in so many of a thousand samples as the problem's text says, else 0: pass@1 is known exactly. The seed alone decides.</summary>
internal sealed class CoinPolicy : Policy
{
    public override string Name => "coin";

    public override PolicyScope Open(Problem problem) => new Scope(int.Parse(problem.Text, CultureInfo.InvariantCulture));

    /// <summary>Problems of these chances, in thousandths, answered right by 1.</summary>
    public static Suite Problems(IEnumerable<int> thousandths) => new()
    {
        Name = "coins",
        Items = [.. thousandths.Select((chance, i) => new SuiteItem { Id = $"coin/{i}", Problem = chance.ToString(CultureInfo.InvariantCulture), Answer = "1" })],
    };

    sealed class Scope(int chance) : PolicyScope
    {
        long next = 1;

        public override TrajectoryId Root => default;

        public override Usage Usage => Usage.Zero;

        public override Task<ImmutableArray<ImmutableArray<Proposal>>> ProposeAsync(ImmutableArray<Expansion> expansions, CancellationToken cancellationToken) =>
            Task.FromResult<ImmutableArray<ImmutableArray<Proposal>>>([.. expansions.Select(e => e.Seeds.Select(Toss).ToImmutableArray())]);

        Proposal Toss(ulong seed) => new()
        {
            Id = new(next++),
            Steps = [new Step($"The answer is \\boxed{{{(new SplitMix64(seed).Below(1000) < chance ? 1 : 0)}}}.", 1)],
            End = ProposalEnd.EndOfSequence,
        };

        public override void Keep(ImmutableArray<TrajectoryId> frontier) { }

        public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
