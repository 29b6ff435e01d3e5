using Outthink.Evaluation.Reports;
using Outthink.Evaluation.Reports.Pages;
using Outthink.Evaluation.Reports.Plots;
using Outthink.Evaluation.Reports.Sections;
using Outthink.Evaluation.RewardModels;
using Outthink.Scoring;

namespace Outthink.Evaluation.Tests.Reports.Sections;

public sealed class StudySectionTests
{
    static async Task<PrmStudyReport> ReportAsync(string policy)
    {
        var results = await new PrmStudy { Prms = [new ScriptedRewardModel()] }.RunAsync(Sums.Draw(10), [new ScriptedPolicy(policy, 60)], new() { Samples = 4, Seed = 1 }, TestContext.Current.CancellationToken);
        return new() { Source = "sums", LengthUnit = "tokens", Aggregation = Aggregation.Last, Rows = [.. results.Select(PrmStudyRow.Of)] };
    }

    [Fact]
    public void Training_is_counted_with_the_reward_models()
    {
        Dictionary<string, double> training = new() { ["small"] = 100e3, ["judge"] = 50e3, ["large"] = 1500e3 };
        var rows = (StudiedRow[])[Rows.Of("cot", "10"), Rows.Of("beam", "11", tokens: 30), Rows.Of("cot", "01", tokens: 60, policy: "large", parameters: 1000)];
        ReportSection section = TrainingCostSection.Of("t", [.. rows], training)!;
        Assert.Equal(["small, beam N = 4", "100.0", "150 k", "6 k", "large", "50.0", "1.5 M", "12 k", "10", "2", "9.69"], Assert.Single(section.Tables[0].Rows));
        Assert.Null(TrainingCostSection.Of("t", [.. rows], new Dictionary<string, double> { ["small"] = 1, ["large"] = 2 })); // what the judge took is not known
    }

    [Fact]
    public async Task Reward_models_stand_by_their_quality()
    {
        ReportSection section = JudgesSection.Of("j", [Rows.Of("cot", "10"), Rows.Of("beam", "11"), Rows.Of("dvts", "10")], await ReportAsync("small"), new());
        Assert.Equal(["judge", "50", "100.0", "1.000", "100.0 (34.2–100.0)", "50.0 (9.5–90.5)"], Assert.Single(section.Tables[0].Rows));
        Chart chart = Assert.IsType<Chart>(Assert.Single(section.Figures));
        Assert.Equal([("beam", 100.0, 100.0), ("dvts", 100.0, 50.0)], chart.Series.Select(s => (s.Name, s.Points[0].X, s.Points[0].Y)));
        Assert.Contains(section.Paragraphs, p => p.Contains("cot solves 50.0", StringComparison.Ordinal));
        ReportSection unknown = JudgesSection.Of("j", [Rows.Of("cot", "10"), Rows.Of("beam", "11")], await ReportAsync("somebody"), new());
        Assert.Equal(["–", "–"], unknown.Tables[0].Rows[0][2..4]);
    }

    [Fact]
    public async Task Faults_are_told_row_by_row()
    {
        PrmStudyReport report = await ReportAsync("small");
        ReportSection section = LabelledStepsSection.Of("l", report, new());
        Assert.Equal((2, 1), (section.Tables.Length, section.Figures.Length));
        Assert.Equal(["small", "judge", "40"], section.Tables[0].Rows[0][..3]);
        Assert.Equal("0.00", section.Tables[0].Rows[0][^1]);
        Chart calibration = Assert.IsType<Chart>(section.Figures[0]);
        Assert.True(calibration.HasDiagonal);
        Assert.Equal(report.Rows[0].Calibration!.Bins.Count(b => b.Steps >= 10), calibration.Series[0].Points.Length);
    }
}
