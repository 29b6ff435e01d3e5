using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Outthink.Answers;
using Outthink.Cli.Json;
using Outthink.Cli.Rendering;

namespace Outthink.Cli.Commands;

/// <summary>Reads, grades and prints the rows of <c>grade --cases</c>.</summary>
internal static class GradeCases
{
    const int MostErrors = 20;

    /// <summary>Rows graded once before the clock counts, so that the times are those of warm code.</summary>
    const int WarmUp = 300;

    /// <summary>The rows, or null after every bad row was named with file and line.</summary>
    public static List<GradeCase>? Read(string file, TextWriter error)
    {
        List<GradeCase> cases = [];
        int number = 0, bad = 0;
        foreach (string line in File.ReadLines(file))
        {
            number++;
            if (string.IsNullOrWhiteSpace(line)) continue;
            (GradeCase? row, string? problem) = Row(line, number);
            if (row is not null) cases.Add(row);
            else if (++bad <= MostErrors) error.WriteLine($"error: {file}:{number}: {problem}");
        }
        if (bad > MostErrors) error.WriteLine($"error: {file}: {bad - MostErrors} more rows are bad");
        if (cases.Count == 0 && bad == 0) error.WriteLine($"error: {file}: there is no row in it");
        return bad == 0 && cases.Count > 0 ? cases : null;
    }

    static (GradeCase?, string?) Row(string line, int number)
    {
        try
        {
            GradeCase? row = JsonSerializer.Deserialize(line, GradeJson.Default.GradeCase);
            if (row?.Gold is null) return (null, "the row has no text in \"gold\"");
            return row.Pred is null ? (null, "the row has no text in \"pred\"") : (row with { Id = row.Id ?? number.ToString(CultureInfo.InvariantCulture) }, null);
        }
        catch (JsonException e)
        {
            return (null, $"not a JSON row: {e.Message}");
        }
    }

    public static GradeReport Grade(IReadOnlyList<GradeCase> cases)
    {
        foreach (GradeCase row in cases.Take(WarmUp)) Verdict(row);
        AnswerVerdict[] verdicts = new AnswerVerdict[cases.Count];
        double[] micros = new double[cases.Count];
        for (int i = 0; i < cases.Count; i++)
        {
            long start = Stopwatch.GetTimestamp();
            verdicts[i] = Verdict(cases[i]);
            micros[i] = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
        }
        Array.Sort(micros);
        (GradeCase Row, AnswerVerdict Verdict)[] graded = [.. cases.Zip(verdicts)];
        GradeCounts all = Count(graded);
        return new GradeReport
        {
            Cases = all.Cases,
            Agree = all.Agree,
            FalseAccepts = all.FalseAccepts,
            FalseRefusals = all.FalseRefusals,
            Undecided = all.Undecided,
            ByKind = graded.GroupBy(g => g.Row.Kind ?? "none").ToImmutableSortedDictionary(g => g.Key, g => Count([.. g]), StringComparer.Ordinal),
            P50Micros = Percentile(micros, 0.50),
            P99Micros = Percentile(micros, 0.99),
            Results = [.. graded.Select(g => new GradeResult(g.Row.Id!, GradeCommand.Word(g.Verdict.Outcome), GradeCommand.Word(g.Verdict.Rule)))],
        };
    }

    static AnswerVerdict Verdict(GradeCase row) => AnswerEquality.GradeOutput(row.Gold!, row.Pred!, new GradeOptions
    {
        Choices = row.Options ?? [],
        ChoiceTexts = row.OptionTexts ?? [],
        Decimals = row.Decimals,
        AllowSetRelation = row.AllowSetRelation ?? false,
        RelativeTolerance = row.Tolerance,
        SignificantFigures = row.SignificantFigures ?? false,
    });

    static GradeCounts Count((GradeCase Row, AnswerVerdict Verdict)[] graded)
    {
        (GradeCase Row, AnswerVerdict Verdict)[] labelled = [.. graded.Where(g => g.Row.Equal is not null)];
        int undecided = graded.Count(g => g.Verdict.Outcome == AnswerOutcome.Undecided);
        if (labelled.Length == 0) return new GradeCounts(graded.Length, null, null, null, undecided);
        return new GradeCounts(graded.Length, labelled.Count(g => g.Verdict.IsEqual == g.Row.Equal), labelled.Count(g => g.Verdict.IsEqual && g.Row.Equal == false),
            labelled.Count(g => !g.Verdict.IsEqual && g.Row.Equal == true), undecided);
    }

    static double Percentile(double[] sorted, double share) => Math.Round(sorted[Math.Clamp((int)Math.Ceiling(share * sorted.Length) - 1, 0, sorted.Length - 1)], 1);

    public static void Print(GradeReport report, Terminal terminal)
    {
        TextTable table = new("kind", "cases", "agree", "false accepts", "false refusals", "undecided");
        foreach ((string kind, GradeCounts counts) in report.ByKind.Append(new("all", new(report.Cases, report.Agree, report.FalseAccepts, report.FalseRefusals, report.Undecided))))
            table.Add(kind, Number(counts.Cases), Number(counts.Agree), Number(counts.FalseAccepts), Number(counts.FalseRefusals), Number(counts.Undecided));
        table.WriteTo(terminal);
        terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"one comparison: median {report.P50Micros} µs, 99th percentile {report.P99Micros} µs"));
    }

    static string Number(int? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "-";
}
