using System.Collections.Immutable;
using Outthink.Scoring;

namespace Outthink.Search;

/// <summary>N solutions; the most frequent answer. Asks no reward model.</summary>
public sealed class MajorityVote : SearchStrategy
{
    public override string Name => "majority";

    public override bool NeedsRewardModel => false;

    public override Selection SelectionFor(SearchOptions options) => Selection.Majority;

    public override ImmutableArray<string> Validate(SearchOptions options) =>
        [.. OptionRules.Samples(options), .. OptionRules.Sampling(options), .. OptionRules.Limits(options)];

    internal override async Task RunAsync(SearchScope search) =>
        search.Keep(await search.SolveAsync(search.Options.Samples, search.Options.Sampling));
}
