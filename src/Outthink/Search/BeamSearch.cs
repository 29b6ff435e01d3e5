using System.Collections.Immutable;
using Outthink.Scoring;

namespace Outthink.Search;

/// <summary>
/// N first steps; of all children the best N/M by their last step's score are kept, M samples drawn from each. A
/// finished trajectory keeps its slot, so fewer beams stay open; the finished ones are returned.
/// </summary>
public sealed class BeamSearch : SearchStrategy
{
    public override string Name => "beam";

    public override bool NeedsRewardModel => true;

    /// <summary>Best: beams share prefixes, so their agreement is no independent evidence.</summary>
    public override Selection SelectionFor(SearchOptions options) => options.Selection ?? Selection.Best;

    public override ImmutableArray<string> Validate(SearchOptions options) =>
        [.. OptionRules.Samples(options), .. OptionRules.Tree(options), .. OptionRules.Sampling(options), .. OptionRules.Limits(options), .. OptionRules.Thrift(options), .. OptionRules.Scoring(options)];

    internal override async Task RunAsync(SearchScope search)
    {
        int slots = search.Options.Samples / search.Options.BeamWidth;
        int samples = search.Options.Samples;
        while (search.Frontier.Any(IsOpen) && !search.IsEnough())
        {
            var families = await search.GrowAsync(search.Frontier.Where(IsOpen).Select(beam => new Growth(beam, FirstSlot: 0, samples)));
            int free = slots - search.Frontier.Count(IsFinished);
            var chosen = Ranking.Best(families.SelectMany(children => children), free).ToLookup(child => child.Parent);
            search.Keep(search.Frontier.SelectMany(beam => IsOpen(beam) ? chosen[beam.Id] : [beam]));
            samples = search.Options.BeamWidth;
        }
    }
}
