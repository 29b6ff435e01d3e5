using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Outthink.Evaluation.Runs;
using Outthink.Scoring;

namespace Outthink.Cli.Json;

/// <summary><c>solve --json</c>. The same command gives the same document but for <c>seconds</c>.</summary>
internal sealed record SolveReport
{
    public required string Problem { get; init; }

    /// <summary>The reference answer, when the problem is the built-in example.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Reference { get; init; }

    public required string Policy { get; init; }

    public required string? Prm { get; init; }

    public required string Strategy { get; init; }

    public required int N { get; init; }

    public required int? M { get; init; }

    public required double Temperature { get; init; }

    public required Aggregation? Aggregation { get; init; }

    public required Selection? Selection { get; init; }

    public required ulong Seed { get; init; }

    public required string? Answer { get; init; }

    /// <summary>"complete", "cancelled" or "deadline".</summary>
    public required VerdictEnding Ending { get; init; }

    /// <summary>The solution whose answer won; null when nothing finished.</summary>
    public required SolutionReport? Chosen { get; init; }

    public required ImmutableArray<SolutionReport> Candidates { get; init; }

    public required ImmutableArray<SolutionReport> Truncated { get; init; }

    /// <summary>What the policy says alone, greedily; null when the strategy is that, with a deadline, or when cancelled before it was asked.</summary>
    public required ChainReport? Cot { get; init; }

    public required UsageReport Usage { get; init; }

    public required double Seconds { get; init; }

    public static SolveReport Of(RowPlan plan, Verdict verdict, Verdict? cot, string? reference)
    {
        Candidate? chosen = verdict.Candidates.FirstOrDefault(c => c.Trajectory.Id == verdict.Chosen?.Id);
        return new()
        {
            Problem = verdict.Problem.Text,
            Reference = reference,
            Policy = plan.Policy,
            Prm = plan.Prm,
            Strategy = plan.Strategy.Name,
            N = plan.Samples,
            M = plan.BeamWidth,
            Temperature = plan.Temperature,
            Aggregation = plan.Aggregation,
            Selection = plan.Selection,
            Seed = plan.Options.Seed,
            Answer = verdict.Answer,
            Ending = verdict.Ending,
            Chosen = chosen is null ? null : SolutionReport.Of(chosen),
            Candidates = [.. verdict.Candidates.Select(SolutionReport.Of)],
            Truncated = [.. verdict.Truncated.Select(SolutionReport.OfTruncated)],
            Cot = cot is null ? null : new ChainReport { Answer = cot.Answer, Steps = [.. cot.Chosen?.Steps.Select(StepReport.Of) ?? []], Usage = UsageReport.Of(cot.Usage) },
            Usage = UsageReport.Of(verdict.Usage),
            Seconds = verdict.Elapsed.TotalSeconds,
        };
    }
}

internal sealed record SolutionReport
{
    public required string? Answer { get; init; }

    /// <summary>Equal answers share a number; -1 without an answer.</summary>
    public required int Group { get; init; }

    /// <summary>The step scores aggregated; null when unscored.</summary>
    public required double? Score { get; init; }

    public required double Multiplicity { get; init; }

    public required ImmutableArray<StepReport> Steps { get; init; }

    public static SolutionReport Of(Candidate candidate) => new()
    {
        Answer = candidate.Answer,
        Group = candidate.Group,
        Score = candidate.Score,
        Multiplicity = candidate.Weight,
        Steps = [.. candidate.Trajectory.Steps.Select(StepReport.Of)],
    };

    public static SolutionReport OfTruncated(Trajectory trajectory) =>
        Of(new() { Trajectory = trajectory, Answer = null, Group = -1, Score = null, Weight = trajectory.Multiplicity });
}

/// <summary>A step as generated, its delimiter included, with the policy's log-probability of it (natural log).</summary>
internal sealed record StepReport(string Text, int Tokens, double? Score, double? LogProbability)
{
    public static StepReport Of(Step step) => new(step.Text, step.TokenCount, step.Score, step.LogProbability);
}

internal sealed record ChainReport
{
    public required string? Answer { get; init; }

    public required ImmutableArray<StepReport> Steps { get; init; }

    public required UsageReport Usage { get; init; }
}

internal sealed record UsageReport
{
    public required long PromptTokens { get; init; }

    public required long GeneratedTokens { get; init; }

    public required long PolicyTokens { get; init; }

    public required long PrmTokens { get; init; }

    public required long CachedTokens { get; init; }

    /// <summary>Of the tokens evaluated, those that were evaluated before and whose keys and values had to give way; 0 unless --kv-mib is small.</summary>
    public required long RecomputedTokens { get; init; }

    public required double PolicyFlops { get; init; }

    public required double PrmFlops { get; init; }

    public required double Flops { get; init; }

    public static UsageReport Of(Usage usage) => new()
    {
        PromptTokens = usage.PromptTokens,
        GeneratedTokens = usage.GeneratedTokens,
        PolicyTokens = usage.PolicyTokens,
        PrmTokens = usage.PrmTokens,
        CachedTokens = usage.PolicyCachedTokens + usage.PrmCachedTokens,
        RecomputedTokens = usage.RecomputedTokens,
        PolicyFlops = usage.PolicyFlops,
        PrmFlops = usage.PrmFlops,
        Flops = usage.Flops,
    };
}
