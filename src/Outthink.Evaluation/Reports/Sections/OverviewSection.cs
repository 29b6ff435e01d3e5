using System.Collections.Immutable;
using System.Globalization;
using Outthink.Evaluation.Reports.Pages;

namespace Outthink.Evaluation.Reports.Sections;

/// <summary>What the report rests on: files, problems, models by content, machines.</summary>
internal static class OverviewSection
{
    public static ReportSection Of(ImmutableArray<StudiedRun> runs) => new()
    {
        Heading = "Runs, models, machines",
        Paragraphs =
        [
            "Accuracy is the share of problems whose chosen answer equals the reference, with Wilson's 95 % interval. Tokens are those that policy and reward model evaluated, prompts and dropped samples included, shared prefixes once. FLOPs are 2 · parameters · tokens plus the attention term, of both models. Seconds are a problem's share of the machine's time while many problems ran side by side.",
            .. runs.SelectMany(r => r.EnergySources).Distinct().Select(s => s == "rapl" ? "Joules were measured by the processor's counters (RAPL) for the whole machine." : $"Joules are {s}, not measured."),
            .. runs.Where(r => r.Progress.Done < r.Progress.Total).Select(r => string.Create(CultureInfo.InvariantCulture, $"{r.File} is not finished: {r.Progress.Done} of {r.Progress.Total} problems. Each row is told by its first problems in the suite's order.")),
        ],
        Tables =
        [
            new(["run", "problems", "SHA-256 of the problems", "rows", "program"], [.. runs.Select(r => ImmutableArray.Create(r.File, r.SuiteName, r.Configuration.SuiteSha256, $"{r.Configuration.Rows.Length}", r.Configuration.Version))]),
            new(["model", "role", "parameters", "file", "SHA-256 of the weights", "SHA-256 of the card"],
                [.. runs.SelectMany(r => r.Configuration.Models).Distinct().Select(m => ImmutableArray.Create(m.Name, m.Role, NumberText.Count(m.Parameters), m.File, m.Sha256, m.CardSha256))]),
            new(["machine", "processors", "vector bits", "threads", "system", "runtime", "build"],
                [.. runs.SelectMany(r => r.Machines).Distinct().Select(m => ImmutableArray.Create(m.Processor, $"{m.Processors}", $"{m.VectorBits}", $"{m.Threads}", m.System, m.Runtime, m.Program))]),
        ],
    };
}
