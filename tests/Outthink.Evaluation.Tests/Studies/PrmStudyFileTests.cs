using Outthink.Evaluation.Reports;
using Outthink.Evaluation.RewardModels;
using Outthink.Evaluation.Runs.Storage;
using Outthink.Evaluation.Studies;

namespace Outthink.Evaluation.Tests.Studies;

public sealed class PrmStudyFileTests : IDisposable
{
    static readonly SearchOptions Options = new() { Samples = 4, Seed = 1 };

    readonly string folder = Directory.CreateTempSubdirectory("outthink-prm-study-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    static PrmStudyFile Expected(int samples = 4) => PrmStudyFile.Of("1.0", Sums.Draw(3), Options with { Samples = samples }, [new() { Role = "prm", Name = "judge", File = "f", Sha256 = "00", CardSha256 = "01", Parameters = 5 }]);

    [Fact]
    public async Task What_was_written_is_found_again()
    {
        string path = Path.Combine(folder, "a.json");
        Assert.Null(PrmStudyFile.Find(path, Expected()));
        var results = await new PrmStudy { Prms = [new ScriptedRewardModel()] }.RunAsync(Sums.Draw(10), [new ScriptedPolicy("weak", 60)], Options, TestContext.Current.CancellationToken);
        PrmStudyReport report = new() { Source = "sums", Seed = 1, LengthUnit = "tokens", Aggregation = Scoring.Aggregation.Last, Rows = [.. results.Select(PrmStudyRow.Of)] };
        (Expected() with { Report = report }).Write(path);
        Assert.Equal(ReportText.Of(report), ReportText.Of(PrmStudyFile.Find(path, Expected())!));
        Assert.Equal([path], Directory.EnumerateFiles(folder));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("{\"version\":\"1.0\"")]
    public void What_is_no_study_is_said(string text)
    {
        string path = Path.Combine(folder, "a.json");
        File.WriteAllText(path, text);
        Assert.Contains("remove it", Assert.Throws<RunFileException>(() => PrmStudyFile.Find(path, Expected())).Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Another_study_is_refused()
    {
        string path = Path.Combine(folder, "a.json");
        (Expected() with { Report = new() { Source = "sums", LengthUnit = "tokens", Aggregation = Scoring.Aggregation.Last, Rows = [] } }).Write(path);
        Assert.NotNull(PrmStudyFile.Find(path, Expected()));
        Assert.Contains("rests on other", Assert.Throws<RunFileException>(() => PrmStudyFile.Find(path, Expected(samples: 5))).Message, StringComparison.Ordinal);
    }
}
