using System.Collections.Immutable;
using Outthink.Evaluation.Reports.Pages;
using Outthink.Evaluation.Reports.Plots;
using Outthink.Planning;

namespace Outthink.Evaluation.Reports.Sections;

/// <summary>A panel's accuracy against N, tokens, operations, seconds and joules, on all problems and by difficulty.</summary>
internal static class AccuracySection
{
    public static ReportSection Of(string heading, Panel panel, FigureNames names) => new()
    {
        Heading = heading,
        Paragraphs = panel.Lines.Any(l => l.Points.Length > l.Rows.Length)
            ? ["Points between the rows that were run are what parts of their candidates would have reached and cost (whole subtrees for DVTS); beam search has the points that were run. The selector's N is the mean of all generations that it asked for."]
            : [],
        Figures = Figures(panel, "", names),
        Folded =
        [
            .. from difficulty in Enum.GetValues<Difficulty>()
               let part = panel.Of(difficulty)
               where part is not null
               select new FoldedFigures($"{difficulty} problems ({part.Rows.Max(r => r.Outcomes.Length)})", Figures(part, $", {difficulty} problems".ToLowerInvariant(), names)),
        ],
    };

    static ImmutableArray<Figure> Figures(Panel panel, string which, FigureNames names)
    {
        ImmutableArray<Series> byN = Lines(panel, p => p.N), byTokens = Lines(panel, p => p.Tokens), byFlops = Lines(panel, p => p.Flops);
        ImmutableArray<Series> bySeconds = Rows(panel, r => r.Seconds), byJoules = Rows(panel, r => r.Joules);
        return
        [
            Chart("N", "N, generations a round or, of auto, in all", Scale.Doubling, byN),
            Chart("tokens", "tokens a problem, policy and PRM", Scale.Logarithmic, byTokens),
            Chart("FLOPs", "FLOP a problem, policy and PRM", Scale.Logarithmic, byFlops),
            .. bySeconds.IsEmpty ? [] : new Figure[] { Chart("seconds", "seconds a problem", Scale.Logarithmic, bySeconds) },
            .. byJoules.IsEmpty ? [] : new Figure[] { Chart("joules", "joules a problem", Scale.Logarithmic, byJoules) },
        ];

        Chart Chart(string what, string label, Scale scale, ImmutableArray<Series> series) => new()
        {
            Name = names.Next(panel.Policy, panel.Prm ?? "", what, which),
            Title = $"{panel.Name}: accuracy against {what}{which}",
            X = new(label, scale),
            Y = new("accuracy %", Scale.Percent),
            Series = series,
        };
    }

    static ImmutableArray<Series> Lines(Panel panel, Func<LinePoint, double> x) =>
        [.. panel.Lines.Select(l => new Series(l.Name, l.Colour, [.. l.Points.Where(p => x(p) > 0).Select(p => Point(x(p), p.Accuracy, p.Interval.Low, p.Interval.High))])).Where(s => !s.Points.IsEmpty)];

    static ImmutableArray<Series> Rows(Panel panel, Func<StudiedRow, double?> x) =>
        [.. panel.Lines.Select(l => new Series(l.Name, l.Colour, [.. l.Rows.Where(r => x(r) > 0).Select(r => Point(x(r)!.Value, r.Accuracy.Value, r.Accuracy.Low, r.Accuracy.High))])).Where(s => !s.Points.IsEmpty)];

    static ChartPoint Point(double x, double accuracy, double low, double high) => new(x, 100 * accuracy, 100 * low, 100 * high);
}
