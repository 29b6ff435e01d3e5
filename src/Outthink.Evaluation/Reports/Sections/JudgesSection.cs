using System.Collections.Immutable;
using System.Globalization;
using Outthink.Evaluation.Reports.Pages;
using Outthink.Evaluation.Reports.Plots;
using Outthink.Evaluation.Statistics;

namespace Outthink.Evaluation.Reports.Sections;

/// <summary>What searches reach with each reward model, beside how well it finds first errors (Liu et al. 2025, figure 6).</summary>
internal static class JudgesSection
{
    public static ReportSection Of(string heading, ImmutableArray<StudiedRow> rows, PrmStudyReport labelled, FigureNames names)
    {
        string policy = rows[0].Plan.Policy;
        Dictionary<string, PrmStudyRow> quality = labelled.Rows.Where(r => r.Policy == policy).ToDictionary(r => r.Prm);
        IGrouping<string, StudiedRow>[] prms = [.. rows.Where(r => r.Plan.Prm is not null).GroupBy(r => r.Plan.Prm!).OrderByDescending(g => quality.GetValueOrDefault(g.Key)?.F1 ?? 0)];
        string[] searches = [.. prms.SelectMany(g => g).Select(r => r.Plan.Strategy.Name).Distinct()];
        return new()
        {
            Heading = heading,
            Paragraphs =
            [
                $"{policy} on {rows[0].Outcomes.Length} problems; F1 and AUC are on its labelled rollouts.",
                string.Join(" ", rows.Where(r => r.Plan.Prm is null).Select(r => $"Without a reward model, {r.Plan.Strategy.Name}{(r.Plan.Samples > 1 ? $" N = {r.Plan.Samples}" : "")} solves {Accuracy(r)} %.")),
                string.Join(" ", searches.Select(s => Relation(s, prms, quality)).OfType<string>()),
            ],
            Tables =
            [
                new(["PRM", "parameters", "F1 %", "AUC", .. searches.Select(s => $"{s} N = {prms[0].First(r => r.Plan.Strategy.Name == s).Plan.Samples} % (95 %)")],
                    [.. prms.Select(g => (ImmutableArray<string>)[g.Key, NumberText.Count(g.First().PrmParameters), .. Quality(quality, g.Key), .. searches.Select(s => Accuracy(g.First(r => r.Plan.Strategy.Name == s)))])]),
            ],
            Figures =
            [
                new Chart
                {
                    Name = names.Next(policy, "prm-quality"),
                    Title = $"{policy}: accuracy against the PRM's F1",
                    X = new("first-error F1 % of the PRM", Scale.Percent),
                    Y = new("accuracy %", Scale.Percent),
                    IsConnected = false,
                    Series = [.. searches.Select((s, i) => new Series(s, i + 2, Points(s, prms, quality)))],
                },
            ],
        };
    }

    static ImmutableArray<ChartPoint> Points(string search, IGrouping<string, StudiedRow>[] prms, Dictionary<string, PrmStudyRow> quality) =>
    [
        .. from prm in prms
           where quality.ContainsKey(prm.Key)
           let accuracy = prm.First(r => r.Plan.Strategy.Name == search).Accuracy
           orderby quality[prm.Key].F1
           select new ChartPoint(100 * quality[prm.Key].F1, 100 * accuracy.Value, 100 * accuracy.Low, 100 * accuracy.High),
    ];

    static string? Relation(string search, IGrouping<string, StudiedRow>[] prms, Dictionary<string, PrmStudyRow> quality)
    {
        ImmutableArray<ChartPoint> points = Points(search, prms, quality);
        double? rho = RankCorrelation.Of([.. points.Select(p => p.X)], [.. points.Select(p => p.Y)]);
        return rho is { } value ? $"Spearman's rho of F1 and the accuracy of {search} is {value.ToString("0.00", CultureInfo.InvariantCulture)} over {points.Length} reward models." : null;
    }

    static string[] Quality(Dictionary<string, PrmStudyRow> quality, string prm) => quality.TryGetValue(prm, out PrmStudyRow? row)
        ? [NumberText.Percent(row.F1), row.Auc?.ToString("0.000", CultureInfo.InvariantCulture) ?? "–"]
        : ["–", "–"];

    static string Accuracy(StudiedRow row) => NumberText.Interval(row.Accuracy.Value, row.Accuracy.Low, row.Accuracy.High);
}
