using System.Collections.Immutable;
using System.Globalization;
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
        int wave = options.Thrift is { } thrift && RuleFor(selection, thrift) is not null ? thrift.Wave : options.Samples;
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
            if (StopsAfter(drawn, candidates, selection, options) is { } reason)
            {
                search.Stop(RuleFor(selection, options.Thrift!)!.Value, $"{reason} after {drawn} of {options.Samples} samples", []);
                return;
            }
            next = Math.Min(Math.Max(wave, drawn / 4), options.Samples - drawn);
            if (selection == Selection.Best) next = (int)Math.Clamp(ExpectedGain.SamplesUntil(candidates, options.Thrift!.LeastGain!.Value) - drawn, 1, next); // what the rule would not ask for is not drawn
        }
    }

    /// <summary>The rule that suits the selection; null when it is off.</summary>
    private static ThriftRule? RuleFor(Selection selection, Thrift thrift) => selection == Selection.Best
        ? thrift.LeastGain is null ? null : ThriftRule.LeastGain
        : thrift.SafeVote is null ? null : ThriftRule.SafeVote;

    private static string? StopsAfter(int drawn, ImmutableArray<Candidate> candidates, Selection selection, SearchOptions options)
    {
        Thrift thrift = options.Thrift!;
        if (selection == Selection.Best)
        {
            double gain = ExpectedGain.Of(candidates, drawn);
            return gain < thrift.LeastGain ? string.Create(CultureInfo.InvariantCulture, $"one more sample would add {gain:0.0000} to the best score") : null;
        }
        double safety = VoteSafety.Of(candidates, isWeighted: selection == Selection.Weighted, drawn, options.Samples - drawn);
        return safety >= thrift.SafeVote ? string.Create(CultureInfo.InvariantCulture, $"the leader is safe with probability {safety:0.000}") : null;
    }
}
