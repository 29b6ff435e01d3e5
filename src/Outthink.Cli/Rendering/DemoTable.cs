using System.Globalization;
using Outthink.Cli.Json;

namespace Outthink.Cli.Rendering;

/// <summary>The demonstration's table, what it shows in a sentence, and where to go on.</summary>
internal static class DemoTable
{
    public static void Write(DemoReport report, Terminal terminal)
    {
        TextTable table = new("policy", "parameters", "search", "N", "PRM", "with PRM", "accuracy %", "95 %", "tokens/problem", "PRM tokens", "FLOP/problem", "seconds");
        foreach (DemoRow row in report.Rows)
        {
            double perProblem = 1.0 / Math.Max(1, row.Problems);
            table.Add(row.Policy, Numbers.Count(row.Parameters), row.Strategy == "cot" ? "alone" : row.Strategy, $"{row.N}", row.Prm ?? "", Numbers.Count(row.AllParameters),
                Numbers.Percent(row.Accuracy), $"{Numbers.Percent(row.Low)}–{Numbers.Percent(row.High)}",
                Numbers.Count(row.PolicyTokens * perProblem), row.Prm is null ? "" : Numbers.Count(row.PrmTokens * perProblem), Numbers.Short(row.Flops * perProblem),
                row.Seconds.ToString("0.0", CultureInfo.InvariantCulture));
        }
        table.WriteTo(terminal);
        int problems = report.Rows.Select(r => r.Problems).DefaultIfEmpty().Max();
        terminal.Out.WriteLine($"{problems} held-out problems of \"{report.Suite}\", seed {report.Seed}; accuracy with Wilson 95 % intervals; FLOP include the PRM's.");
        if (Sentence(report) is { } sentence) terminal.Out.WriteLine(sentence);
        terminal.Out.WriteLine();
        terminal.Out.WriteLine("Next (in a checkout, write dotnet run -c Release --project src/Outthink.Cli -- for outthink):");
        terminal.Out.WriteLine("  outthink solve --strategy dvts -n 64        another problem, searched wider");
        terminal.Out.WriteLine("  outthink eval --limit 500 -n 4,16 --compare  every strategy by level and difficulty, with tests");
        terminal.Out.WriteLine("  outthink models list                        the policies and reward models at hand");
    }

    /// <summary>The best search against the largest policy that it beats, if any; by the figures of this run alone.</summary>
    static string? Sentence(DemoReport report)
    {
        if (report.Rows.Where(r => r.Prm is not null).MaxBy(r => r.Accuracy) is not { } best) return null;
        DemoRow? beaten = report.Rows.Where(r => r.Prm is null && r.Policy != best.Policy && r.Accuracy < best.Accuracy).MaxBy(r => r.Parameters);
        DemoRow? alone = report.Rows.FirstOrDefault(r => r.Prm is null && r.Policy == best.Policy);
        string gain = alone is null ? "" : $" (alone: {Numbers.Percent(alone.Accuracy)} %)";
        string outcome = beaten is null
            ? "It beats no larger policy here."
            : $"That is above {beaten.Policy} alone, {Numbers.Percent(beaten.Accuracy)} %: {Numbers.Count(best.AllParameters)} parameters, PRM included, against {Numbers.Count(beaten.Parameters)}.";
        return $"{best.Policy} with {best.Strategy} reaches {Numbers.Percent(best.Accuracy)} %{gain}. {outcome}";
    }
}
