using System.Collections.Immutable;
using System.Globalization;
using Outthink.Evaluation.Reports.Pages;
using Outthink.Evaluation.Statistics;

namespace Outthink.Evaluation.Reports.Sections;

/// <summary>The selector against the fixed searches it could have taken, and against majority voting.</summary>
internal static class RegretSection
{
    /// <summary>Null where no row let the selector choose, or none is fixed.</summary>
    public static ReportSection? Of(string heading, ImmutableArray<StudiedRow> rows)
    {
        (StudiedRow Auto, ImmutableArray<StudiedRow> Others)[] pairs =
        [
            .. from auto in rows.Where(r => r.IsAuto)
               select (auto, rows.Where(r => !r.IsAuto && r.Plan.Policy == auto.Plan.Policy && (r.Plan.Prm is null || r.Plan.Prm == auto.Plan.Prm)).ToImmutableArray()),
        ];
        ImmutableArray<ImmutableArray<string>> regrets = [.. pairs.Select(p => (p.Auto, Regret: SelectorRegret.Of(p.Auto, p.Others))).Where(p => p.Regret is not null).Select(p => Cells(p.Auto, p.Regret!))];
        ImmutableArray<ImmutableArray<string>> votes = [.. pairs.Select(p => (p.Auto, Vote: VoteAtEqualTokens.Of(p.Auto, p.Others))).Where(p => p.Vote is not null).Select(p => Cells(p.Auto, p.Vote!))];
        return regrets.IsEmpty ? null : new()
        {
            Heading = heading,
            Paragraphs =
            [
                "Behind is what the selector solves less than the best fixed search that spends no more tokens a problem than it does, in points, paired, with a bootstrap 95 % interval; below 0 the selector is ahead. Fixed searches are all rows as they were run, and every smaller n of best-of-n, majority and DVTS that no row was run with. N is the mean of all generations that the selector asked for. The oracle knows each problem's difficulty and takes for each the search that did best on the other half of such problems among those that spend no more there.",
                .. rows.Any(r => r.Plan.Strategy.Name == "dvts") ? [SubtreeCosts.Explained] : Array.Empty<string>(),
                .. votes.IsEmpty ? [] : new[] { "Ahead of the vote is what the selector solves more than majority voting at the same mean tokens: between two n the vote takes each on a share of the problems, beyond its largest n it stays there. \"Better\" says whether the whole interval is above 0." },
            ],
            Tables =
            [
                new(["policy", "PRM", "accuracy %", "N", "tokens", "best fixed", "its accuracy %", "its tokens", "behind it", "behind the oracle"], regrets),
                .. votes.IsEmpty ? [] : new ReportTable[] { new(["policy", "PRM", "accuracy %", "tokens", "the vote's accuracy %", "its tokens", "ahead of the vote", "better"], votes) },
            ],
        };
    }

    static ImmutableArray<string> Cells(StudiedRow auto, SelectorRegret regret) =>
    [
        auto.Plan.Policy, auto.Plan.Prm ?? "–", NumberText.Percent(auto.Accuracy.Value), auto.N.ToString("0.0", CultureInfo.InvariantCulture), NumberText.Short(auto.Points[0].Tokens),
        regret.BestFixed.Name, NumberText.Percent(regret.BestFixed.Point.Accuracy), NumberText.Short(regret.BestFixed.Point.Tokens),
        Points(regret.ToBestFixed), regret.ToOracle is { } oracle ? Points(oracle) : "–",
    ];

    static ImmutableArray<string> Cells(StudiedRow auto, VoteAtEqualTokens vote) =>
    [
        auto.Plan.Policy, auto.Plan.Prm ?? "–", NumberText.Percent(auto.Accuracy.Value), NumberText.Short(auto.Points[0].Tokens),
        NumberText.Percent(vote.Accuracy), NumberText.Short(vote.Tokens), Points(vote.Ahead), vote.Ahead.Low > 0 ? "yes" : vote.Ahead.High < 0 ? "worse" : "open",
    ];

    static string Points(PairedBootstrap difference) => $"{NumberText.Points(difference.Difference)} ({NumberText.Points(difference.Low)} to {NumberText.Points(difference.High)})";
}
