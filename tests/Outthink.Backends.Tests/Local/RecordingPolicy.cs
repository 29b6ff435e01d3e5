using System.Collections.Immutable;
using Outthink.Backends.Local;

namespace Outthink.Backends.Tests.Local;

/// <summary>A local policy whose every proposal is written down as the token ids of its whole line.</summary>
internal sealed class RecordingPolicy(LocalPolicy inner) : Policy
{
    public List<ImmutableArray<int>> Lines { get; } = [];

    public override string Name => inner.Name;

    public override PolicyScope Open(Problem problem) => new Scope((LocalPolicyScope)inner.Open(problem), Lines);

    private sealed class Scope(LocalPolicyScope inner, List<ImmutableArray<int>> lines) : PolicyScope
    {
        public override TrajectoryId Root => inner.Root;

        public override Usage Usage => inner.Usage;

        public override async Task<ImmutableArray<ImmutableArray<Proposal>>> ProposeAsync(
            ImmutableArray<Expansion> expansions, CancellationToken cancellationToken)
        {
            var proposals = await inner.ProposeAsync(expansions, cancellationToken);
            lines.AddRange(proposals.SelectMany(p => p).Select(p => inner.TokensOf(p.Id)));
            return proposals;
        }

        public override void Keep(ImmutableArray<TrajectoryId> frontier) => inner.Keep(frontier);

        public override ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
