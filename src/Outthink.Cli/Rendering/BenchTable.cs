using System.Globalization;
using Outthink.Cli.Json;
using Outthink.Evaluation.Runs.Storage;

namespace Outthink.Cli.Rendering;

/// <summary>Measurements as a person reads them: what was measured first, then the figures.</summary>
internal static class BenchTable
{
    public static void Write(BenchReport report, Terminal terminal)
    {
        terminal.Out.WriteLine(Of(report.Machine));
        terminal.Out.WriteLine($"{report.Model.File}: {Numbers.Short(report.Model.Parameters)} parameters a token, mostly {report.Model.Type}, {Numbers.Short(report.Model.BytesPerPass)}B read a pass");
        CeilingsReport c = report.Ceilings;
        terminal.Out.WriteLine($"ceilings: Q8_0 kernel {One(c.Int8Gops)} GOP/s a core, F32 {One(c.Fp32Gflops)} GFLOP/s a core, memory {One(c.MemoryGBps)} GB/s");
        if (c.Doubt is not null) terminal.Out.WriteLine($"The ceiling is not valid: {c.Doubt}.");
        terminal.Out.WriteLine($"prompt of {report.PromptTokens} tokens shared, {report.NewTokens} new ones each; medians of {report.Repeats}, spread from least to greatest");
        terminal.Out.WriteLine();
        TextTable table = new("sequences", "prefill tokens/s", "spread %", "decode tokens/s", "spread %", "of arithmetic %", "of memory %", "resident MB", "allocated B/token");
        foreach (BenchRowReport row in report.Rows)
            table.Add(row.Sequences.ToString(CultureInfo.InvariantCulture), One(row.PrefillTokensPerSecond), Numbers.Percent(row.PrefillSpread), One(row.DecodeTokensPerSecond), Numbers.Percent(row.DecodeSpread),
                Numbers.Percent(row.CeilingShare), Numbers.Percent(row.MemoryShare), One(row.ResidentBytes / 1e6), row.AllocatedBytesPerToken is { } bytes ? One(bytes) : "");
        table.WriteTo(terminal);
    }

    public static void Write(BenchSearchReport report, Terminal terminal)
    {
        terminal.Out.WriteLine(Of(report.Machine));
        terminal.Out.WriteLine($"{report.Strategy}, N = {report.N}, M = {report.M}: {report.Steps} steps of {report.StepTokens} tokens after a prompt of {report.PromptTokens}; policy {report.Policy}, reward model {report.Prm}");
        terminal.Out.WriteLine($"medians of {report.Repeats} searches, spread from least to greatest");
        terminal.Out.WriteLine();
        TextTable table = new("seconds", "spread %", "tokens drawn", "policy tokens", "PRM tokens", "outside the engine %", "drawing and reading %");
        table.Add(report.Seconds.ToString("0.000", CultureInfo.InvariantCulture), Numbers.Percent(report.SecondsSpread), Numbers.Count(report.GeneratedTokens), Numbers.Count(report.PolicyTokens), Numbers.Count(report.PrmTokens),
            Numbers.Percent(report.OutsideShare), Numbers.Percent(report.ReadingShare));
        table.WriteTo(terminal);
    }

    static string Of(Machine machine) => $"{machine.Processor}, {machine.Threads} of {machine.Processors} processors, vectors of {machine.VectorBits} bits, {machine.Runtime}, outthink {machine.Program}";

    static string One(double value) => value.ToString("N1", CultureInfo.InvariantCulture);
}
