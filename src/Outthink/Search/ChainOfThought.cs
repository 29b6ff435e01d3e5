using System.Collections.Immutable;
using Outthink.Scoring;

namespace Outthink.Search;

/// <summary>One greedy solution.</summary>
public sealed class ChainOfThought : SearchStrategy
{
    private static readonly Sampling Greedy = new() { Temperature = 0 };

    public override string Name => "cot";

    public override bool NeedsRewardModel => false;

    public override Selection SelectionFor(SearchOptions options) => Selection.Majority;

    public override ImmutableArray<string> Validate(SearchOptions options) =>
        [.. OptionRules.Limits(options)];

    internal override async Task RunAsync(SearchScope search) => search.Keep(await search.SolveAsync(firstSlot: 0, samples: 1, Greedy));
}
