using System.Globalization;
using Outthink.Evaluation.Reports;

namespace Outthink.Cli.Rendering;

/// <summary>An evaluation's rows as a table, with the columns that have something to say.</summary>
internal static class EvaluationTable
{
    public static void Write(EvaluationReport report, Terminal terminal)
    {
        string[] levels = [.. report.Rows.SelectMany(r => r.ByLevel.Keys).Distinct()];
        string[] bins = [.. report.Rows.SelectMany(r => r.ByDifficulty.Keys).Distinct().OrderBy(b => Array.IndexOf(Bins, b))];
        bool hasSeeds = report.Rows.Select(r => r.Seed).Distinct().Count() > 1;
        bool hasJoules = report.Rows.Any(r => r.Joules is not null);
        TextTable table = new(
        [
            "policy", "strategy", "N", "PRM", .. hasSeeds ? ["seed"] : Array.Empty<string>(), "accuracy %", "95 %",
            .. levels.Select(l => $"L{l}"), .. bins, "pass@N", "tokens", "PRM tokens", "FLOP/problem", "seconds",
            .. hasJoules ? ["J/problem"] : Array.Empty<string>(),
        ]);
        foreach (RowReport row in report.Rows)
        {
            table.Add(
            [
                row.Policy, row.Strategy, row.Strategy == "auto" ? string.Create(CultureInfo.InvariantCulture, $"{row.MeanN:0.#}") : $"{row.N}", row.Prm ?? "",
                .. hasSeeds ? [$"{row.Seed}"] : Array.Empty<string>(),
                Numbers.Percent(row.Accuracy), $"{Numbers.Percent(row.Low)}–{Numbers.Percent(row.High)}",
                .. levels.Select(l => Share(row.ByLevel, l)), .. bins.Select(b => Share(row.ByDifficulty, b)),
                row.Coverage?.GetValueOrDefault($"{row.N}") is { } coverage ? Numbers.Percent(coverage) : "",
                Numbers.Short(row.PolicyTokens), Numbers.Short(row.PrmTokens), Numbers.Short(row.Problems == 0 ? 0 : row.Flops / row.Problems),
                row.Seconds.ToString("0.0", CultureInfo.InvariantCulture),
                .. hasJoules ? [row is { Joules: { } joules, Problems: > 0 } ? Numbers.Short(joules / row.Problems) : ""] : Array.Empty<string>(),
            ]);
        }
        table.WriteTo(terminal);
        int problems = report.Rows.Select(r => r.Problems).DefaultIfEmpty().Max();
        terminal.Out.WriteLine($"{report.Suite}, seed {report.Seed}, {problems} problems; accuracy with Wilson 95 % intervals; tokens are those evaluated, cached ones excluded; FLOP include the PRM's.");
        if (report.Energy is { } energy) terminal.Out.WriteLine(energy == "rapl" ? "Joules as the processor's counters (RAPL) measured them." : $"Joules {energy}.");
        if (report.Comparisons is { } comparisons) WriteComparisons(report, comparisons, terminal);
        if (report.Rows.Sum(r => r.Rejected) is > 0 and var rejected) terminal.Out.WriteLine($"{rejected} problems could not be asked and count as not solved.");
        if (report.Cancelled) terminal.Out.WriteLine("Cancelled: rows are missing, and the last one may cover the first problems only.");
    }

    static readonly string[] Bins = ["easy", "medium", "hard"];

    static void WriteComparisons(EvaluationReport report, IReadOnlyList<ComparisonReport> comparisons, Terminal terminal)
    {
        terminal.Out.WriteLine();
        TextTable table = new("search", "against CoT of", "points", "only search", "only CoT", "McNemar p");
        foreach (ComparisonReport c in comparisons)
        {
            RowReport first = report.Rows[c.First];
            string prm = first.Prm is null ? "" : $" {first.Prm}";
            table.Add($"{first.Policy} {first.Strategy} N={first.N}{prm} seed {first.Seed}", report.Rows[c.Second].Policy,
                (100 * c.Difference).ToString("+0.0;-0.0;0.0", CultureInfo.InvariantCulture), $"{c.OnlyFirst}", $"{c.OnlySecond}", c.P.ToString("0.0e+00", CultureInfo.InvariantCulture));
        }
        table.WriteTo(terminal);
    }

    static string Share(IReadOnlyDictionary<string, ShareReport> shares, string key) =>
        shares.TryGetValue(key, out ShareReport? share) ? Numbers.Percent(share.Accuracy) : "";
}
