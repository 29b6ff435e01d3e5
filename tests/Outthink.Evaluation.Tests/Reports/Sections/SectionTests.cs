using Outthink.Evaluation.Reports.Pages;
using Outthink.Evaluation.Reports.Plots;
using Outthink.Evaluation.Reports.Sections;

namespace Outthink.Evaluation.Tests.Reports.Sections;

public sealed class SectionTests
{
    [Fact]
    public void Small_policies_are_paired_with_larger_ones_that_answer_alone()
    {
        ReportSection section = SmallAgainstLargeSection.Of("s",
        [
            Rows.Of("cot", "1000", policy: "small", parameters: 100), Rows.Of("beam", "1110", tokens: 30, policy: "small", parameters: 100), Rows.Of("dvts", "1000", policy: "small", parameters: 100),
            Rows.Of("cot", "0011", tokens: 7, policy: "large", parameters: 1000),
        ], new())!;
        var row = Assert.Single(section.Tables[0].Rows);
        Assert.Equal(["small with judge, beam N = 4", "150", "75.0", "3 k", "large", "1,000", "50.0", "700"], row[..8]);
        Assert.StartsWith("+25.0 (", row[8], StringComparison.Ordinal);
        Assert.Equal("1.0e+0", row[9]); // two problems only small solves, one only large
        Chart frontier = Assert.IsType<Chart>(Assert.Single(section.Figures));
        Assert.Equal(["small", "large"], frontier.Series.Select(s => s.Name));
        Assert.Equal([25.0, 75.0], frontier.Series[0].Points.Select(p => p.Y));
        Assert.Null(SmallAgainstLargeSection.Of("s", [Rows.Of("cot", "1"), Rows.Of("beam", "1")], new()));
    }

    [Fact]
    public void A_selector_stands_where_its_samples_are()
    {
        Panel panel = Assert.Single(Panel.All([Rows.Of("cot", "10"), Rows.Of("auto", "11", tokens: 8, samples: 6), Rows.Of("beam", "11")]));
        Assert.Equal(["cot", "auto", "beam"], panel.Lines.Select(l => l.Name));
        Assert.Equal([0, 5, 3], panel.Lines.Select(l => l.Colour));
        ReportSection section = AccuracySection.Of("h", panel, new());
        Chart[] charts = [.. section.Figures.OfType<Chart>()];
        Assert.Equal([("cot", 1.0), ("auto", 6.0), ("beam", 4.0)], charts[0].Series.Select(s => (s.Name, s.Points[0].X)));
        Assert.Equal(["cot", "auto", "beam"], charts[1].Series.Select(s => s.Name));
        Assert.Equal(8, charts[1].Series[1].Points[0].X);
        Assert.Equal(4, charts.Length); // no joules
        Assert.Empty(section.Folded);
        Assert.NotNull(RegretSection.Of("r", panel.Rows));
        Assert.Null(RegretSection.Of("r", [panel.Rows[0]]));
    }

    [Fact]
    public void Lines_are_named_by_what_differs()
    {
        StudiedRow beam = Rows.Of("beam", "1");
        Panel panel = Assert.Single(Panel.All(
        [
            beam, beam with { Plan = beam.Plan with { Options = beam.Plan.Options with { Selection = Scoring.Selection.Weighted } } },
            beam with { Plan = beam.Plan with { Options = beam.Plan.Options with { Samples = 8 } } }, Rows.Of("dvts", "1"),
        ]));
        Assert.Equal([("beam best", 2), ("beam weighted", 1), ("dvts", 1)], panel.Lines.Select(l => (l.Name, l.Rows.Length)));
        Assert.Equal([3, 6, 4], panel.Lines.Select(l => l.Colour));
    }

    [Fact]
    public void Gains_have_the_interval_of_their_resamples()
    {
        // The vote solves the first half, the search all of it for a quarter of the tokens: every resample says 4 in tokens, above from the start.
        LinePoint vote = Point(16, 40, i => i < 50 ? 1 : 0), search = Point(4, 10, i => 1);
        GainIntervals intervals = new([vote], [search]);
        Assert.Equal((4.0, 4.0), intervals.Of(p => p.Tokens, 0));
        Assert.Equal((4.0, 4.0), intervals.Of(p => p.N, 0));
        // One that solves the other half gets there in some resamples only.
        Assert.Equal((0.0, 4.0), new GainIntervals([vote], [Point(4, 10, i => i < 50 ? 0 : 1)]).Of(p => p.Tokens, 0));

        static LinePoint Point(int n, double tokens, Func<int, double> chance) =>
            new() { N = n, Chances = [.. Enumerable.Range(0, 100).Select(chance)], Interval = (0, 1), Tokens = tokens, Flops = tokens };
    }

    [Fact]
    public void File_names_are_plain_and_differ()
    {
        FigureNames names = new();
        Assert.Equal("figure-01-a-b-accuracy", names.Next("A/../b", "", "Accuracy %"));
        Assert.Equal("figure-02-a-b-accuracy", names.Next("A/../b", "", "Accuracy %"));
        Assert.Equal("figure-03-", names.Next("数")[..10]);
    }
}
