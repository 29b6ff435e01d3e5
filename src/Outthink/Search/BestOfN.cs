using System.Collections.Immutable;
using Outthink.Scoring;

namespace Outthink.Search;

/// <summary>N solutions, each scored whole; the best one's answer, or a vote.</summary>
public sealed class BestOfN : SearchStrategy
{
    public override string Name => "best-of-n";

    public override bool NeedsRewardModel => true;

    public override Selection SelectionFor(SearchOptions options) => options.Selection ?? Selection.Best;

    public override ImmutableArray<string> Validate(SearchOptions options) =>
        [.. OptionRules.Samples(options), .. OptionRules.Sampling(options), .. OptionRules.Limits(options), .. OptionRules.Thrift(options), .. OptionRules.Scoring(options)];

    internal override Task RunAsync(SearchScope search) =>
        Waves.DrawAsync(search, SelectionFor(search.Options), AggregationFor(search.Options));
}
