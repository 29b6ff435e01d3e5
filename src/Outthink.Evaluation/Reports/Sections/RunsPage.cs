using System.Collections.Immutable;
using Outthink.Evaluation.Reports.Pages;
using Outthink.Evaluation.Runs.Storage;

namespace Outthink.Evaluation.Reports.Sections;

/// <summary>The report of one run or several. Rows on the same problems, told by content, are compared whichever run they are from.</summary>
public static class RunsPage
{
    /// <param name="title">The page's title.</param>
    /// <param name="runs">At least one; they may be in work.</param>
    /// <exception cref="RunFileException">A run's contents cannot be read.</exception>
    public static ReportPage Of(string title, IReadOnlyCollection<RunFile> runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        ImmutableArray<StudiedRun> studied = [.. runs.Select(StudiedRun.Read)];
        FigureNames names = new();
        var suites = studied.GroupBy(r => r.Configuration.SuiteSha256).ToArray();
        return new()
        {
            Title = title,
            Sections = [OverviewSection.Of(studied), .. suites.SelectMany(s => Sections([.. s], suites.Length > 1 ? $" ({s.First().SuiteName})" : "", names))],
        };
    }

    static IEnumerable<ReportSection> Sections(ImmutableArray<StudiedRun> runs, string where, FigureNames names)
    {
        ImmutableArray<StudiedRow> rows = SubtreeCosts.Settle([.. runs.SelectMany(r => r.Rows)]);
        if (rows.IsEmpty) return [new() { Heading = $"Results{where}", Paragraphs = ["No problem is finished yet."] }];
        ImmutableArray<Panel> panels = Panel.All(rows);
        ReportSection?[] sections =
        [
            ResultsSection.Of($"Results{where}", panels),
            .. panels.Select(p => AccuracySection.Of($"{p.Name}{where}", p, names)),
            SmallAgainstLargeSection.Of($"Small against large{where}", rows, names),
            EfficiencySection.Of($"Efficiency against majority voting{where}", panels),
            VotingSection.Of($"Voting rules{where}", rows),
            RegretSection.Of($"The selector against fixed searches{where}", rows),
            ComputeSection.Of($"Where the compute went{where}", panels, names),
        ];
        return sections.OfType<ReportSection>();
    }
}
