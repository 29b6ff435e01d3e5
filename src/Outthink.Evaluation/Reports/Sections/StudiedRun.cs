using System.Collections.Immutable;
using System.Globalization;
using Outthink.Evaluation.Runs;
using Outthink.Evaluation.Runs.Storage;
using Outthink.Planning;

namespace Outthink.Evaluation.Reports.Sections;

/// <summary>A run file as a report needs it, read once.</summary>
internal sealed record StudiedRun
{
    /// <summary>The file's name, without its folder.</summary>
    public required string File { get; init; }

    public required RunConfiguration Configuration { get; init; }

    public required ImmutableArray<Machine> Machines { get; init; }

    /// <summary>Where the joules come from; empty without any.</summary>
    public required ImmutableArray<string> EnergySources { get; init; }

    /// <summary>Problems finished, over all rows and estimates, and all there will be.</summary>
    public required (int Done, int Total) Progress { get; init; }

    /// <summary>The rows with at least one finished problem, their costs as each alone tells them.</summary>
    public required ImmutableArray<StudiedRow> Rows { get; init; }

    /// <exception cref="RunFileException">The file's contents cannot be read.</exception>
    public static StudiedRun Read(RunFile run)
    {
        RunConfiguration configuration = run.Configuration;
        Dictionary<(string, string), long> parameters = configuration.Models.DistinctBy(m => (m.Role, m.Name)).ToDictionary(m => (m.Role, m.Name), m => m.Parameters);
        ImmutableArray<RowPlan> estimates = [.. configuration.Estimates.Select(e => e.ToPlan())];
        Dictionary<string, ImmutableArray<Difficulty>> difficulties = estimates.ToDictionary(
            e => e.Policy, e => EvaluationRun.Difficulties(e, run.ReadOutcomes(RunFile.EstimateRow(estimates, e.Policy))));
        ImmutableArray<StudiedRow>.Builder rows = ImmutableArray.CreateBuilder<StudiedRow>();
        for (int row = 0; row < configuration.Rows.Length; row++)
        {
            RowPlan plan = configuration.Rows[row].ToPlan();
            StudiedRow? studied = StudiedRow.Of(plan, RunFile.FirstOnes(run.Stream(row, plan)), difficulties.GetValueOrDefault(plan.Policy, []),
                parameters.GetValueOrDefault(("policy", plan.Policy)), plan.Prm is { } prm ? parameters.GetValueOrDefault(("prm", prm)) : 0);
            if (studied is not null) rows.Add(studied);
        }
        return new()
        {
            File = Path.GetFileName(run.Path),
            Configuration = configuration,
            Machines = run.Machines,
            EnergySources = run.EnergySources,
            Progress = (run.Done, run.Total),
            Rows = rows.ToImmutable(),
        };
    }

    /// <summary>"arithmetic, seed 7": which problems.</summary>
    public string SuiteName => string.Create(CultureInfo.InvariantCulture, $"{Configuration.Suite}, {Configuration.Problems} problems, seed {Configuration.Seed}");
}
