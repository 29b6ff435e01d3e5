using System.Globalization;
using System.Text.Json;

namespace Outthink.Answers.Tests;

/// <summary>Whole solutions of Qwen2.5-Math, 8 a problem, with the outcome that another grader gave them.</summary>
public sealed class TraceTests(ITestOutputHelper output)
{
    sealed record Sample(string Id, string Problem, string Gold, string Output, bool Right, double Score);

    static List<Sample> Samples()
    {
        List<Sample> samples = [];
        foreach (string line in TestData.Lines("traces/dev.jsonl"))
        {
            using JsonDocument document = JsonDocument.Parse(line);
            JsonElement row = document.RootElement;
            if (!row.GetProperty("source").GetString()!.Contains("math_cot_100", StringComparison.Ordinal)) continue;
            string text = row.TryGetProperty("output", out JsonElement whole) && whole.ValueKind == JsonValueKind.String ? whole.GetString()!
                : string.Join("\n\n", row.GetProperty("steps").EnumerateArray().Select(s => s.GetString()));
            JsonElement score = row.GetProperty("rm_score");
            samples.Add(new Sample(row.GetProperty("id").GetString()!, row.GetProperty("problem").GetString()!, row.GetProperty("gold").GetString()!, text,
                row.GetProperty("final_correct").GetBoolean(), score.ValueKind == JsonValueKind.Array ? score.EnumerateArray().Last().GetDouble() : score.GetDouble()));
        }
        return samples;
    }

    [Fact]
    public void Extraction_and_grading_agree_with_the_outcome_labels()
    {
        List<Sample> samples = Samples();
        int agree = 0;
        foreach (Sample s in samples)
        {
            AnswerVerdict verdict = AnswerEquality.GradeOutput(s.Gold, s.Output);
            if (verdict.IsEqual == s.Right) agree++;
            else output.WriteLine($"label {s.Right}, {verdict.Outcome} by {verdict.Rule}: {s.Gold} <- {AnswerExtractor.Extract(s.Output)?.Text} ({s.Id})");
        }
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{agree} of {samples.Count} agree"));
        Assert.Equal(296, samples.Count);
        Assert.True(agree >= 0.98 * samples.Count, $"{agree} of {samples.Count}");
    }

    [Fact]
    public void Votes_over_equivalence_classes_are_at_least_as_good_as_one_sample()
    {
        List<Sample> samples = Samples();
        int problems = 0, majority = 0, weighted = 0, best = 0, any = 0;
        double single = 0;
        foreach (IGrouping<string, Sample> problem in samples.GroupBy(s => s.Problem))
        {
            Sample[] of = [.. problem];
            string[] answers = [.. of.Select(s => AnswerExtractor.Extract(s.Output)?.Text ?? "")];
            IReadOnlyList<int> classes = AnswerGroups.Group(answers);
            bool[] right = [.. answers.Select(a => AnswerEquality.Grade(of[0].Gold, a).IsEqual)];
            int Winner(Func<int, double> weight) => Enumerable.Range(0, of.Length).GroupBy(i => classes[i]).MaxBy(c => c.Sum(weight))!.First();
            problems++;
            single += (double)right.Count(r => r) / of.Length;
            if (right[Winner(_ => 1)]) majority++;
            if (right[Winner(i => of[i].Score)]) weighted++;
            if (right[Enumerable.Range(0, of.Length).MaxBy(i => of[i].Score)]) best++;
            if (right.Any(r => r)) any++;
        }
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{problems} problems: one sample {single:F1}, majority {majority}, reward-weighted {weighted}, best of 8 {best}, any of 8 {any}"));
        Assert.True(majority >= single && weighted >= single, $"majority {majority}, weighted {weighted}, one sample {single}");
    }
}
