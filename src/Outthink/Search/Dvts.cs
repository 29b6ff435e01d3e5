using System.Collections.Immutable;
using Outthink.Scoring;

namespace Outthink.Search;

/// <summary>
/// Diverse verifier tree search: N/M independent subtrees; in each, M samples extend its one beam and the best child by
/// its last step's score goes on. The subtrees' requests of a round are one batch; only the final vote joins them.
/// </summary>
public sealed class Dvts : SearchStrategy
{
    public override string Name => "dvts";

    public override bool NeedsRewardModel => true;

    /// <summary>Weighted: subtrees are independent samples, so their agreement is evidence.</summary>
    public override Selection SelectionFor(SearchOptions options) => options.Selection ?? Selection.Weighted;

    public override ImmutableArray<string> Validate(SearchOptions options) =>
        [.. OptionRules.Samples(options), .. OptionRules.Tree(options), .. OptionRules.Sampling(options), .. OptionRules.Limits(options), .. OptionRules.Thrift(options), .. OptionRules.Scoring(options)];

    internal override async Task RunAsync(SearchScope search)
    {
        int width = search.Options.BeamWidth;
        ImmutableArray<Trajectory> trees = [.. Enumerable.Repeat(search.Root, search.Options.Samples / width)];
        var growths = trees.Select((root, tree) => new Growth(root, tree * width, width));
        while (trees.Any(IsOpen) && !search.IsEnough())
        {
            var families = new Queue<ImmutableArray<Trajectory>>(await search.GrowAsync(growths));
            trees = [.. trees.SelectMany(tree => IsOpen(tree) ? Ranking.Best(families.Dequeue(), 1) : [tree])];
            search.Keep(trees);
            growths = trees.Where(IsOpen).Select(beam => new Growth(beam, FirstSlot: 0, width));
        }
    }
}
