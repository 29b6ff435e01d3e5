using System.Globalization;
using Outthink.Evaluation.Reports;

namespace Outthink.Cli.Rendering;

/// <summary>Runs as tables.</summary>
internal static class RunTables
{
    public static void Write(RunListReport report, Terminal terminal)
    {
        TextTable table = new("file", "suite", "seed", "models", "rows", "problems", "done", "attempts", "version");
        foreach (RunEntry run in report.Runs)
        {
            string done = run.Done == run.Total ? "100 %" : $"{Numbers.Percent(run.Total == 0 ? 0 : (double)run.Done / run.Total)} %";
            table.Add(run.File, run.Suite, run.Seed, string.Join(' ', run.Models), $"{run.Rows}", $"{run.Problems}", done, $"{run.Attempts}", run.Version);
        }
        if (report.Runs.IsEmpty) terminal.Out.WriteLine("No runs here: 'outthink eval --run FILE.sqlite' keeps one.");
        else table.WriteTo(terminal);
        foreach (UnreadableRun other in report.Unreadable) terminal.Out.WriteLine($"{other.File}: {other.Reason}");
    }

    public static void Write(RunReport report, Terminal terminal)
    {
        EvaluationTable.Write(new() { Suite = report.Suite, Seed = report.Seed, Rows = report.Rows, Energy = report.Energy.IsEmpty ? null : string.Join(", then ", report.Energy) }, terminal);
        WriteCurves(report, terminal);
        WriteComparisons(report, terminal);
        terminal.Out.WriteLine();
        foreach (var model in report.Models) terminal.Out.WriteLine($"{model.Role} {model.Name}: {model.File}, SHA-256 {model.Sha256}");
        string unfinished = report.Done < report.Total ? $"; {report.Total - report.Done} of {report.Total} problems are missing: the same command goes on with it" : "";
        terminal.Out.WriteLine($"version {report.Version}, {report.Attempts} {(report.Attempts == 1 ? "attempt" : "attempts")}{unfinished}");
    }

    static void WriteCurves(RunReport report, Terminal terminal)
    {
        CurveReport[] curves = [.. report.Curves.Where(c => report.Rows[c.Row].Problems > 0)];
        if (curves.Length == 0) return;
        int[] counts = [.. curves.SelectMany(c => c.Points).Select(p => p.N).Distinct().Order()];
        TextTable table = new(["row", "policy", "strategy", "select", "", .. counts.Select(n => $"n={n}")]);
        foreach (CurveReport curve in curves)
        {
            RowReport row = report.Rows[curve.Row];
            string select = curve.Aggregation is { } aggregation ? $"{curve.Selection}, {aggregation}".ToLowerInvariant() : $"{curve.Selection}".ToLowerInvariant();
            table.Add([$"{curve.Row}", row.Policy, row.Strategy, select, "%", .. counts.Select(n => Cell(curve, n, p => Numbers.Percent(p.Accuracy)))]);
            table.Add(["", "", "", "", "tokens", .. counts.Select(n => Cell(curve, n, p => Numbers.Short(p.PolicyTokens + p.PrmTokens)))]);
        }
        terminal.Out.WriteLine();
        table.WriteTo(terminal);
        string exactness = curves.All(c => c.Points.All(p => p.Exact)) ? "every subset counted" : "every subset counted, or 256 random ones where there are more";
        terminal.Out.WriteLine($"Expected accuracy with n of the N generations ({exactness}; DVTS in whole subtrees), and expected tokens a problem, the PRM's included.");
    }

    static void WriteComparisons(RunReport report, Terminal terminal)
    {
        if (report.Comparisons.IsEmpty) return;
        TextTable table = new("row", "against", "points", "95 %", "only first", "only second", "McNemar p");
        foreach (PairReport pair in report.Comparisons)
        {
            table.Add(NameOf(report, pair.First), NameOf(report, pair.Second), Points(pair.Difference), $"{Points(pair.Low)} to {Points(pair.High)}",
                $"{pair.OnlyFirst}", $"{pair.OnlySecond}", pair.P.ToString("0.0e+00", CultureInfo.InvariantCulture));
        }
        terminal.Out.WriteLine();
        table.WriteTo(terminal);
        terminal.Out.WriteLine("Paired on the same problems; intervals by bootstrap over the problems.");
    }

    static string NameOf(RunReport report, int index)
    {
        RowReport row = report.Rows[index];
        return $"{index}: {row.Policy} {row.Strategy} N={row.N}{(row.Prm is null ? "" : $" {row.Prm}")}";
    }

    static string Cell(CurveReport curve, int n, Func<PointReport, string> show) => curve.Points.FirstOrDefault(p => p.N == n) is { } point ? show(point) : "";

    static string Points(double difference) => (100 * difference).ToString("+0.0;-0.0;0.0", CultureInfo.InvariantCulture);
}
