using System.Collections.Immutable;
using Outthink.Evaluation.Energy;
using Outthink.Evaluation.Reports;
using Outthink.Evaluation.Reports.Pages;
using Outthink.Evaluation.Reports.Plots;
using Outthink.Evaluation.Reports.Sections;
using Outthink.Evaluation.Runs;
using Outthink.Evaluation.Runs.Storage;
using Outthink.Evaluation.Tests.Runs.Storage;

namespace Outthink.Evaluation.Tests.Reports.Sections;

public sealed class RunsPageTests : IDisposable
{
    readonly StoredRun stored = new();

    public void Dispose() => stored.Dispose();

    ReportPage Page(params string[] names)
    {
        RunFile[] runs = [.. names.Select(n => RunFile.OpenRead(stored.PathOf(n)))];
        try
        {
            return RunsPage.Of("T", runs);
        }
        finally
        {
            foreach (RunFile run in runs) run.Dispose();
        }
    }

    static ImmutableArray<ImmutableArray<string>> TableOf(ReportPage page, string heading, int table = 0) => page.Sections.Single(s => s.Heading == heading).Tables[table].Rows;

    [Fact]
    public async Task Numbers_are_those_of_the_run()
    {
        ManualClock clock = new();
        var (result, _) = await stored.RunAsync("a.sqlite", energy: EnergyMeter.Estimate(10, clock), clock: clock);
        RunFile.Start(stored.PathOf("a.sqlite"), StoredRun.Configure(StoredRun.Plan()), StoredRun.Suite, StoredRun.Machine, "estimated at 10 W", DateTimeOffset.UnixEpoch).Dispose();
        ReportPage page = Page("a.sqlite");
        Assert.Equal(
            ["Runs, models, machines", "Results", "weak with judge", "fair with judge", "Efficiency against majority voting", "Voting rules", "Where the compute went"],
            page.Sections.Select(s => s.Heading));

        var rows = TableOf(page, "Results");
        Assert.Equal(result.Rows.Length, rows.Length);
        foreach ((RowResult row, ImmutableArray<string> cells) in result.Rows.Zip(rows))
        {
            Assert.Equal((row.Plan.Policy, row.Plan.Strategy.Name, "13"), (cells[0], cells[2], cells[4]));
            Assert.Equal(NumberText.Interval(row.Accuracy.Value, row.Accuracy.Low, row.Accuracy.High), cells[5]);
            Assert.Equal(NumberText.Short((row.Usage.PolicyTokens + row.Usage.PrmTokens) / 13.0), cells[^5]);
            Assert.Equal(NumberText.Short(row.Joules!.Value / 13), cells[^2]);
        }
        foreach (ImmutableArray<string> gain in TableOf(page, "Efficiency against majority voting"))
        {
            Chart byN = Assert.IsType<Chart>(page.Sections.Single(s => s.Heading == $"{gain[0]} with judge").Figures[0]);
            ChartPoint[] majority = [.. byN.Series.Single(s => s.Name == "majority").Points];
            ChartPoint best = majority.MaxBy(p => p.Y);
            Assert.Equal((NumberText.Percent(best.Y / 100), $"{best.X}"), (gain[3], gain[4]));
        }
        foreach (ImmutableArray<string> vote in TableOf(page, "Voting rules"))
        {
            RowResult row = result.Rows.Single(r => r.Plan.Policy == vote[0] && r.Plan.Strategy.Name == vote[2]);
            Assert.Equal(NumberText.Percent(row.Accuracy.Value), vote[row.Plan.Strategy.Name == "dvts" ? 9 : 5]); // as the row itself chose: weighted last, best last
        }
        var model = Assert.Single(TableOf(page, "Runs, models, machines", table: 1));
        Assert.Equal(("weak", "00"), (model[0], model[4]));
        Assert.Contains("Joules are estimated at 10 W, not measured.", page.Sections[0].Paragraphs);
    }

    [Fact]
    public async Task Curves_end_in_what_was_run_and_difficulties_part_the_problems()
    {
        var (result, _) = await stored.RunAsync("a.sqlite");
        ReportSection section = Page("a.sqlite").Sections.Single(s => s.Heading == "weak with judge");
        Chart byN = Assert.IsType<Chart>(section.Figures[0]);
        foreach (Series series in byN.Series)
        {
            RowResult row = result.Rows.Single(r => r.Plan.Policy == "weak" && r.Plan.Strategy.Name == series.Name);
            Assert.Equal(100 * row.Accuracy.Value, series.Points[^1].Y, 9);
        }
        Assert.Equal([1, 4, 4, 1, 3], byN.Series.Select(s => s.Points.Length)); // cot; majority and best-of-n at 1, 2, 4, 8; beam at 8; DVTS of M = 2 at 2, 4, 8
        Assert.Equal(13, section.Folded.Sum(f => int.Parse(f.Heading[(f.Heading.IndexOf('(', StringComparison.Ordinal) + 1)..^1], null)));
        Assert.All(section.Figures.OfType<Chart>().SelectMany(c => c.Series).SelectMany(s => s.Points), p => Assert.True(p.Low <= p.Y && p.Y <= p.High));
    }

    [Fact]
    public async Task Two_runs_of_the_same_problems_stand_together_and_an_unfinished_one_is_said()
    {
        await stored.RunAsync("a.sqlite");
        await stored.RunAsync("b.sqlite", stopAfter: 40);
        ReportPage page = Page("a.sqlite", "b.sqlite");
        Assert.Single(page.Sections, s => s.Heading == "Results");
        Assert.Contains(page.Sections[0].Paragraphs, p => p.StartsWith("b.sqlite is not finished: ", StringComparison.Ordinal));
        Assert.Equal(HtmlPage.Of(page), HtmlPage.Of(Page("a.sqlite", "b.sqlite"))); // the same files, the same page
        string[] figures = [.. page.Sections.SelectMany(s => s.Figures.Concat(s.Folded.SelectMany(f => f.Figures))).Select(f => f.Name)];
        Assert.Equal(figures.Length, figures.Distinct().Count());
    }

    [Fact]
    public void A_run_without_results_has_a_page_too()
    {
        stored.Start("new.sqlite").Dispose();
        ReportPage page = Page("new.sqlite");
        Assert.Equal(["No problem is finished yet."], page.Sections[1].Paragraphs);
        Assert.Contains("No problem is finished yet.", HtmlPage.Of(page), StringComparison.Ordinal);
    }
}
