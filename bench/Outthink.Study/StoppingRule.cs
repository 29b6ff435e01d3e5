using System.Collections.Immutable;
using Outthink.Planning;

namespace Outthink.Study;

/// <summary>One rule that stops early, with the settings among which one is chosen on other problems.</summary>
/// <param name="Name">As the table calls it.</param>
/// <param name="Settings">The careful ones first.</param>
internal sealed record StoppingRule(string Name, ImmutableArray<Thrift> Settings)
{
    public static StoppingRule SafeVote { get; } = new("posterior stop", [.. Numbers(0.99, 0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.65, 0.6).Select(p => new Thrift { SafeVote = p })]);

    public static StoppingRule LeastGain { get; } = new("optimal stopping", [.. Numbers(0.002, 0.008, 0.011, 0.015, 0.02).Select(g => new Thrift { LeastGain = g })]);

    public static StoppingRule EarlyRejection { get; } = new("early rejection", [.. from below in Numbers(0.03, 0.1, 0.5) from after in new[] { 10, 6 } select new Thrift { RejectAfter = after, RejectBelow = below }]);

    public static StoppingRule VerifyEvery { get; } = new("verify every g", [.. new[] { 2, 4 }.Select(g => new Thrift { VerifyEvery = g })]);

    /// <summary>A part of the candidates that the strategy returns at most.</summary>
    public static StoppingRule Enough(int candidates) => new("M of N", [.. new[] { 7 * candidates / 8, candidates / 2, candidates / 4 }.Distinct().Select(k => new Thrift { Enough = k })]);

    /// <summary>A setting in a few words, as on the command line.</summary>
    public static string Describe(Thrift setting)
    {
        List<string> flags = [];
        if (setting.SafeVote is { } safe) flags.Add(FormattableString.Invariant($"--safe-vote {safe}"));
        if (setting.LeastGain is { } gain) flags.Add(FormattableString.Invariant($"--least-gain {gain}"));
        if (setting.RejectAfter is { } after) flags.Add(FormattableString.Invariant($"--reject-after {after} --reject-below {setting.RejectBelow}"));
        if (setting.VerifyEvery > 1) flags.Add($"--verify-every {setting.VerifyEvery}");
        if (setting.Enough is { } enough) flags.Add($"--enough {enough}");
        return $"`{string.Join(' ', flags)}`";
    }

    /// <summary>All rules of these settings at once.</summary>
    public static Thrift Together(IEnumerable<Thrift> settings) => settings.Aggregate(new Thrift(), (all, one) => all with
    {
        SafeVote = one.SafeVote ?? all.SafeVote,
        LeastGain = one.LeastGain ?? all.LeastGain,
        RejectAfter = one.RejectAfter ?? all.RejectAfter,
        RejectBelow = one.RejectAfter is null ? all.RejectBelow : one.RejectBelow,
        VerifyEvery = Math.Max(all.VerifyEvery, one.VerifyEvery),
        Enough = one.Enough ?? all.Enough,
    });

    private static double[] Numbers(params double[] numbers) => numbers;
}
