using System.Collections.Immutable;
using Outthink.Evaluation.Reports.Pages;

namespace Outthink.Evaluation.Reports.Sections;

/// <summary>The selector against the fixed searches it could have taken.</summary>
internal static class RegretSection
{
    /// <summary>Null where no row let the selector choose, or none is fixed.</summary>
    public static ReportSection? Of(string heading, ImmutableArray<StudiedRow> rows)
    {
        ImmutableArray<ImmutableArray<string>> cells =
        [
            .. from auto in rows.Where(r => r.IsAuto)
               let regret = SelectorRegret.Of(auto, [.. rows.Where(r => !r.IsAuto && r.Plan.Policy == auto.Plan.Policy && (r.Plan.Prm is null || r.Plan.Prm == auto.Plan.Prm))])
               where regret is not null
               select Cells(auto, regret),
        ];
        return cells.IsEmpty ? null : new()
        {
            Heading = heading,
            Paragraphs =
            [
                "Behind is what the selector solves less than the best fixed search that spends no more tokens a problem than it does, parts of the rows included (every n of best-of-n, majority and DVTS), in points, paired, with a bootstrap 95 % interval; below 0 the selector is ahead. The oracle knows each problem's difficulty and takes for each the search that did best on the other half of such problems among those that spend no more there.",
            ],
            Tables = [new(["policy", "PRM", "accuracy %", "tokens", "best fixed", "its accuracy %", "its tokens", "behind it", "behind the oracle"], cells)],
        };
    }

    static ImmutableArray<string> Cells(StudiedRow auto, SelectorRegret regret) =>
    [
        auto.Plan.Policy, auto.Plan.Prm ?? "–", NumberText.Percent(auto.Accuracy.Value), NumberText.Short(auto.Points[0].Tokens),
        regret.BestFixed.Name, NumberText.Percent(regret.BestFixed.Point.Accuracy), NumberText.Short(regret.BestFixed.Point.Tokens),
        Points(regret.ToBestFixed), regret.ToOracle is { } oracle ? Points(oracle) : "–",
    ];

    static string Points(Statistics.PairedBootstrap difference) => $"{NumberText.Points(difference.Difference)} ({NumberText.Points(difference.Low)} to {NumberText.Points(difference.High)})";
}
