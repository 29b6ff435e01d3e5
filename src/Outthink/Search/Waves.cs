using System.Collections.Immutable;
using Outthink.Planning;
using Outthink.Scoring;

namespace Outthink.Search;

/// <summary>Draws N whole solutions: all at once, or in waves, each a quarter as large as all before it, until the answer at hand is good enough.</summary>
internal static class Waves
{
    /// <summary>Keeps what finished.</summary>
    public static async Task DrawAsync(SearchScope search, Selection selection, Aggregation aggregation)
    {
        SearchOptions options = search.Options;
        int wave = options.Thrift is { } thrift && HasRuleFor(selection, thrift) ? thrift.Wave : options.Samples;
        if (wave < options.Samples) search.Remember();
        ImmutableArray<Trajectory> solved = [];
        int next = Math.Min(wave, options.Samples);
        for (int drawn = 0; drawn < options.Samples && !search.IsEnough();)
        {
            solved = [.. solved, .. await search.SolveAsync(drawn, next, options.Sampling)];
            search.Keep(solved);
            drawn += next;
            if (drawn == options.Samples) return;
            ImmutableArray<Candidate> candidates = Ballot.Enter(solved, aggregation);
            if (StopsAfter(drawn, candidates, selection, options) is var (rule, reason))
            {
                search.Stop(rule, $"{reason} after {drawn} of {options.Samples} samples", []);
                return;
            }
            next = Math.Min(Math.Max(wave, drawn / 4), options.Samples - drawn);
            if (selection == Selection.Best) next = (int)Math.Clamp(ExpectedGain.SamplesUntil(candidates, options.Thrift!.LeastGain!.Value) - drawn, 1, next); // what the rule would not ask for is not drawn
        }
    }

    private static bool HasRuleFor(Selection selection, Thrift thrift) =>
        selection == Selection.Best ? thrift.LeastGain is not null : (thrift.SafeVote ?? thrift.LeastVoteGain) is not null;

    private static (ThriftRule Rule, string Reason)? StopsAfter(int drawn, ImmutableArray<Candidate> candidates, Selection selection, SearchOptions options)
    {
        (Thrift thrift, bool isWeighted, int left) = (options.Thrift!, selection == Selection.Weighted, options.Samples - drawn);
        if (selection == Selection.Best)
            return ExpectedGain.Of(candidates, drawn) is var more && more < thrift.LeastGain ? (ThriftRule.LeastGain, Say($"one more sample would add {more:0.0000} to the best score")) : null;
        if (thrift.SafeVote is { } safe && VoteSafety.Of(candidates, isWeighted, drawn, left) is var safety && safety >= safe)
            return (ThriftRule.SafeVote, Say($"the leader is safe with probability {safety:0.000}"));
        if (thrift.LeastVoteGain is { } least && VoteGain.Of(candidates, isWeighted, drawn, left) is var gain && gain < least)
            return (ThriftRule.LeastVoteGain, Say($"the other votes would add {gain:0.0000} to the winner's share"));
        return null;
    }

    private static string Say(FormattableString reason) => FormattableString.Invariant(reason);
}
