using System.Collections.Immutable;

namespace Outthink.Search;

/// <summary>Asks a policy for samples in batches, each with the seed of its place in the tree, and reads them as draws.</summary>
internal sealed class Proposer(PolicyScope policy, CancellationToken cancellationToken)
{
    /// <summary>One sample a slot, all in one batch; <paramref name="most"/> cuts each after so many tokens, to be written on or dropped.</summary>
    /// <returns>For each growth its draws, in slot order.</returns>
    public async Task<ImmutableArray<ImmutableArray<Draw>>> DrawAsync(
        SearchOptions options, ImmutableArray<(Growth Growth, ImmutableArray<int> Slots)> wanted, int attempt, Extent extent, Sampling sampling, int? most = null)
    {
        ImmutableArray<Expansion> expansions =
        [
            .. wanted.Select(w => new Expansion
            {
                Parent = w.Growth.Parent.Id,
                Seeds = [.. w.Slots.Select(slot => w.Growth.SeedOf(slot, attempt))],
                ReserveSeeds = attempt == 0 && extent == Extent.Step && most is null && DrawsAgain(options)
                    ? [.. w.Slots.Select(slot => w.Growth.SeedOf(slot, attempt: 1))]
                    : [],
                Sampling = sampling,
                Extent = extent,
                MaxTokens = Math.Min(most ?? int.MaxValue, options.MaxTokens - w.Growth.Parent.TokenCount),
            }),
        ];
        cancellationToken.ThrowIfCancellationRequested();
        ImmutableArray<ImmutableArray<Proposal>> proposals = await policy.ProposeAsync(expansions, cancellationToken);
        Proposals.Check(expansions, proposals);
        return
        [
            .. wanted.Select((w, i) => proposals[i]
                .Select((p, s) => Proposals.Read(w.Growth.Parent, p, w.Slots[s], attempt, expansions[i].Seeds[s], expansions[i].MaxTokens, options)).ToImmutableArray()),
        ];
    }

    /// <summary>At temperature 0 the same parent always gives the same step: a second draw would be in vain.</summary>
    public static bool DrawsAgain(SearchOptions options) => options is { Resamples: > 0, Sampling.Temperature: > 0 };
}
