using System.Collections.Immutable;
using Outthink.Planning;
using Outthink.Scoring;

namespace Outthink.Search;

/// <summary>
/// The planner's opening; then, as long as it finds a tactic worth its price, that tactic from the root, its candidates
/// joining those at hand; at the end one choice among all.
/// </summary>
public sealed class ComputeOptimalSearch(Planner planner) : SearchStrategy
{
    public override string Name => "auto";

    /// <summary>What decides.</summary>
    public Planner Planner => planner;

    public override bool NeedsRewardModel => planner.NeedsRewardModel;

    public override Selection SelectionFor(SearchOptions options) => options.Selection ?? planner.Selection;

    public override Aggregation AggregationFor(SearchOptions options) => planner.Aggregation ?? base.AggregationFor(options);

    public override ImmutableArray<string> Validate(SearchOptions options) =>
        [.. OptionRules.Samples(options), .. OptionRules.Sampling(options), .. OptionRules.Limits(options), .. OptionRules.Thrift(options), .. OptionRules.Scoring(options)];

    internal override async Task RunAsync(SearchScope search)
    {
        SearchOptions options = search.Options;
        long start = Clock.GetTimestamp();
        search.Remember(); // each tactic begins at the root
        Tactic? next = planner.Opening;
        for (ImmutableArray<Tactic> tried = []; next is { } tactic; next = Decide(search, options, tried, Clock.GetElapsedTime(start)))
        {
            if (tried.IsEmpty) search.Begin(tactic.Apply(options));
            else search.Restart(tactic.Apply(options));
            tried = tried.Add(tactic);
            await All.First(s => s.Name == tactic.Strategy).RunAsync(search);
        }
    }

    private Tactic? Decide(SearchScope search, SearchOptions options, ImmutableArray<Tactic> tried, TimeSpan elapsed)
    {
        ImmutableArray<Candidate> candidates = Ballot.Enter(search.Finished, AggregationFor(options));
        Candidate? chosen = Ballot.Choose(candidates, SelectionFor(options));
        Decision decision = planner.Decide(Evidence.Of(candidates, chosen, search.Truncated.Length), tried, search.Usage, elapsed);
        search.Plan(decision, chosen?.Answer);
        return decision.Tactic;
    }
}
