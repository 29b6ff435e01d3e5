using System.Collections.Immutable;
using Outthink.Backends.Local;

namespace Outthink.Backends.Tests.Local;

/// <summary>A local policy whose every proposal is written down as the token ids of its whole line.</summary>
/// <param name="inner">The policy.</param>
/// <param name="remembers">Whether it hears that a search comes back to the root.</param>
internal sealed class RecordingPolicy(LocalPolicy inner, bool remembers = true) : Policy
{
    public List<ImmutableArray<int>> Lines { get; } = [];

    public override string Name => inner.Name;

    /// <summary>Nodes of the trie of the lines that have a child: the last token of a line nobody extends is never evaluated.</summary>
    public int InnerNodes
    {
        get
        {
            HashSet<string> prefixes = [];
            foreach (ImmutableArray<int> line in Lines)
                for (int length = 1; length < line.Length; length++)
                    prefixes.Add(string.Join(' ', line.Take(length)));
            return prefixes.Count;
        }
    }

    public override PolicyScope Open(Problem problem) => new Scope((LocalPolicyScope)inner.Open(problem), Lines, remembers);

    private sealed class Scope(LocalPolicyScope inner, List<ImmutableArray<int>> lines, bool remembers) : PolicyScope
    {
        public override TrajectoryId Root => inner.Root;

        public override Usage Usage => inner.Usage;

        public override void Remember()
        {
            if (remembers) inner.Remember();
        }

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
