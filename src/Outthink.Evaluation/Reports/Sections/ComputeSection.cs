using System.Collections.Immutable;
using Outthink.Evaluation.Reports.Pages;
using Outthink.Evaluation.Reports.Plots;

namespace Outthink.Evaluation.Reports.Sections;

/// <summary>Where the compute went: prompt, samples and shared prefixes of the policy, and the reward model.</summary>
internal static class ComputeSection
{
    static readonly ImmutableArray<string> Evaluated = ["policy: prompt", "policy: samples", "PRM"];

    static readonly ImmutableArray<string> WithCached = ["policy: evaluated", "policy: cached", "PRM: evaluated", "PRM: cached"];

    public static ReportSection Of(string heading, ImmutableArray<Panel> panels, FigureNames names)
    {
        (string Policy, string Name, StudiedRow Row)[] rows =
        [
            .. (from panel in panels from line in panel.Lines from row in line.Rows select (panel.Policy, Name(line, row), row)).DistinctBy(r => (r.Policy, r.row.Plan)),
        ];
        return new()
        {
            Heading = heading,
            Paragraphs = ["Tokens a problem. Cached ones were not evaluated again, because a prefix was shared: what a system without a shared cache would compute on top."],
            Tables =
            [
                new(["policy", "PRM", "search", "prompt", "samples", "policy, cached", "PRM, evaluated", "PRM, cached", "FLOP of the policy", "FLOP of the PRM", "PRM's share %"],
                    [.. rows.Select(r => Cells(r.Policy, r.Name, r.Row))]),
            ],
            Figures = [.. rows.GroupBy(r => r.Policy, r => (r.Name, r.Row)).SelectMany(g => Figures(g.Key, [.. g], names))],
        };
    }

    static IEnumerable<BarChart> Figures(string policy, (string Name, StudiedRow Row)[] rows, FigureNames names)
    {
        bool hasSeveralPrms = rows.Select(r => r.Row.Plan.Prm).OfType<string>().Distinct().Skip(1).Any();
        return
        [
            Chart("evaluated", "tokens evaluated", Evaluated, u => [u.PromptTokens, u.PolicyTokens - u.PromptTokens, u.PrmTokens]),
            Chart("shared", "tokens evaluated and shared", WithCached, u => [u.PolicyTokens, u.PolicyCachedTokens, u.PrmTokens, u.PrmCachedTokens]),
        ];

        BarChart Chart(string name, string what, ImmutableArray<string> parts, Func<Usage, long[]> counts) => new()
        {
            Name = names.Next(policy, "tokens", name),
            Title = $"{policy}: {what}",
            Label = "tokens a problem",
            Parts = parts,
            Bars = [.. rows.Select(r => new Bar(hasSeveralPrms && r.Row.Plan.Prm is { } prm ? $"{r.Name}, {prm}" : r.Name, [.. counts(r.Row.Usage).Select(t => Math.Max(0.0, t) / r.Row.Outcomes.Length)]))],
        };
    }

    static string Name(SearchLine line, StudiedRow row) => row.IsAuto || row.Plan.Samples == 1 ? line.Name : $"{line.Name} {row.Plan.Samples}";

    static ImmutableArray<string> Cells(string policy, string name, StudiedRow row)
    {
        Usage usage = row.Usage;
        double[] means = [.. new[] { usage.PromptTokens, usage.PolicyTokens - usage.PromptTokens, usage.PolicyCachedTokens, usage.PrmTokens, usage.PrmCachedTokens, usage.PolicyFlops, usage.PrmFlops }.Select(count => count / row.Outcomes.Length)];
        return
        [
            policy, row.Plan.Prm ?? "–", name, .. means.Select(NumberText.Short), NumberText.Percent(usage.Flops == 0 ? 0 : usage.PrmFlops / usage.Flops),
        ];
    }
}
