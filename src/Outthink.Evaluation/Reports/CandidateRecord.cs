using System.Collections.Immutable;
using Outthink.Evaluation.Runs;
using Outthink.Evaluation.Suites;
using Outthink.Scoring;

namespace Outthink.Evaluation.Reports;

/// <summary>One trajectory of one row, as <c>--candidates</c> writes it: enough to recount the row.</summary>
public sealed record CandidateRecord
{
    /// <summary>Index of the row in the report.</summary>
    public required int Row { get; init; }

    public required string Policy { get; init; }

    public required string? Prm { get; init; }

    public required string Strategy { get; init; }

    public required int N { get; init; }

    public required int? M { get; init; }

    public required double Temperature { get; init; }

    public required Aggregation? Aggregation { get; init; }

    public required Selection? Selection { get; init; }

    public required ulong Seed { get; init; }

    /// <summary>The problem's id.</summary>
    public required string Problem { get; init; }

    /// <summary>The reference answer.</summary>
    public required string Reference { get; init; }

    /// <summary>Number of the candidate within its problem, in the verdict's order; truncated ones follow.</summary>
    public required int Candidate { get; init; }

    public required ImmutableArray<string> Steps { get; init; }

    public required string? Answer { get; init; }

    /// <summary>Candidates with equal answers share a number; -1 without an answer.</summary>
    public required int Group { get; init; }

    /// <summary>Raw step scores; null for an unscored step.</summary>
    public required ImmutableArray<double?> Scores { get; init; }

    /// <summary>The aggregated score.</summary>
    public required double? Score { get; init; }

    /// <summary>How many equal samples it stands for: its votes.</summary>
    public required double Multiplicity { get; init; }

    /// <summary>Finished or truncated.</summary>
    public required TrajectoryState State { get; init; }

    /// <summary>Whether its own answer meets the reference.</summary>
    public required bool Correct { get; init; }

    /// <summary>Whether its answer is the verdict's.</summary>
    public required bool Selected { get; init; }

    /// <summary>All trajectories of a verdict, finished ones first.</summary>
    public static IEnumerable<CandidateRecord> Of(int row, RowPlan plan, SuiteItem item, Verdict verdict)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(item);
        ArgumentNullException.ThrowIfNull(verdict);
        AnswerKey key = new(item.Answer);
        IEnumerable<Candidate> truncated = verdict.Truncated.Select(t => new Candidate { Trajectory = t, Answer = null, Group = -1, Score = null, Weight = t.Multiplicity });
        return verdict.Candidates.Concat(truncated).Select((c, i) => new CandidateRecord
        {
            Row = row,
            Policy = plan.Policy,
            Prm = plan.Prm,
            Strategy = plan.Strategy.Name,
            N = plan.Samples,
            M = plan.BeamWidth,
            Temperature = plan.Temperature,
            Aggregation = plan.Aggregation,
            Selection = plan.Selection,
            Seed = plan.Options.Seed,
            Problem = item.Id,
            Reference = item.Answer,
            Candidate = i,
            Steps = [.. c.Trajectory.Steps.Select(s => s.Text)],
            Answer = c.Answer,
            Group = c.Group,
            Scores = [.. c.Trajectory.Steps.Select(s => s.Score)],
            Score = c.Score,
            Multiplicity = c.Weight,
            State = c.Trajectory.State,
            Correct = key.Accepts(c.Answer),
            Selected = verdict.Chosen?.Id == c.Trajectory.Id,
        });
    }
}
