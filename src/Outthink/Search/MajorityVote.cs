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
        [.. OptionRules.Samples(options), .. OptionRules.Sampling(options), .. OptionRules.Limits(options), .. OptionRules.Thrift(options)];

    internal override Task RunAsync(SearchScope search) =>
        Waves.DrawAsync(search, SelectionFor(search.Options), AggregationFor(search.Options));
}
