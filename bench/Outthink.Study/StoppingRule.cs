using System.Collections.Immutable;
using Outthink.Planning;

namespace Outthink.Study;

/// <summary>One rule that stops early, with the settings among which one is chosen on other problems.</summary>
/// <param name="Name">As the table calls it.</param>
/// <param name="Settings">The careful ones first.</param>
internal sealed record StoppingRule(string Name, ImmutableArray<Thrift> Settings)
{
    /// <summary>The name of M of N, of which no saving is asked.</summary>
    public const string Straggling = "M of N";

    public static StoppingRule SafeVote(params double[] probabilities) => new("posterior stop", [.. probabilities.Select(p => new Thrift { SafeVote = p })]);

    public static StoppingRule LeastVoteGain(params double[] gains) => new("expected gain", [.. gains.Select(g => new Thrift { LeastVoteGain = g })]);

    public static StoppingRule LeastGain(params double[] gains) => new("optimal stopping", [.. gains.Select(g => new Thrift { LeastGain = g })]);

    public static StoppingRule EarlyRejection { get; } = new("early rejection", [.. new[] { 8, 10 }.Select(after => new Thrift { RejectAfter = after, RejectBelow = 0.01 })]);

    public static StoppingRule VerifyEvery { get; } = new("verify every g", [.. new[] { 2, 3 }.Select(g => new Thrift { VerifyEvery = g })]);

    /// <summary>A part of the candidates that the strategy returns at most.</summary>
    public static StoppingRule Enough(int candidates) => new(Straggling, [new Thrift { Enough = candidates * 3 / 4 }, new Thrift { Enough = candidates / 2 }]);

    /// <summary>All rules at once, in every combination of their settings.</summary>
    public static StoppingRule Together(IEnumerable<StoppingRule> rules) => new("together",
        [.. rules.Aggregate((IEnumerable<Thrift>)[new Thrift()], (combined, rule) => combined.SelectMany(_ => rule.Settings, Join))]);

    /// <summary>A setting in a few words, as on the command line.</summary>
    public static string Describe(Thrift setting)
    {
        List<string> flags = [];
        if (setting.SafeVote is { } safe) flags.Add(FormattableString.Invariant($"--safe-vote {safe}"));
        if (setting.LeastVoteGain is { } share) flags.Add(FormattableString.Invariant($"--least-vote-gain {share}"));
        if (setting.LeastGain is { } gain) flags.Add(FormattableString.Invariant($"--least-gain {gain}"));
        if (setting.RejectAfter is { } after) flags.Add(FormattableString.Invariant($"--reject-after {after} --reject-below {setting.RejectBelow}"));
        if (setting.VerifyEvery > 1) flags.Add($"--verify-every {setting.VerifyEvery}");
        if (setting.Enough is { } enough) flags.Add($"--enough {enough}");
        return $"`{string.Join(' ', flags)}`";
    }

    private static Thrift Join(Thrift all, Thrift one) => all with
    {
        SafeVote = one.SafeVote ?? all.SafeVote,
        LeastVoteGain = one.LeastVoteGain ?? all.LeastVoteGain,
        LeastGain = one.LeastGain ?? all.LeastGain,
        RejectAfter = one.RejectAfter ?? all.RejectAfter,
        RejectBelow = one.RejectAfter is null ? all.RejectBelow : one.RejectBelow,
        VerifyEvery = Math.Max(all.VerifyEvery, one.VerifyEvery),
        Enough = one.Enough ?? all.Enough,
    };
}
