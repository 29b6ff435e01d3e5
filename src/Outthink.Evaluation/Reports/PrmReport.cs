using System.Collections.Immutable;
using Outthink.Evaluation.RewardModels;

namespace Outthink.Evaluation.Reports;

/// <summary>What <c>outthink prm evaluate --json</c> prints.</summary>
public sealed record PrmReport
{
    public required string Suite { get; init; }

    public required ulong Seed { get; init; }

    public required ImmutableArray<PrmRowReport> Rows { get; init; }
}

/// <summary>One reward model on one policy's rollouts.</summary>
public sealed record PrmRowReport
{
    public required string Policy { get; init; }

    public required string Prm { get; init; }

    public required int Problems { get; init; }

    public required int Rollouts { get; init; }

    /// <summary>Rollouts not judged: truncated, or ended early without an error.</summary>
    public required int LeftOut { get; init; }

    /// <summary>Rollouts with a wrong step.</summary>
    public required int Wrong { get; init; }

    /// <summary>Steps up to and including the first error.</summary>
    public required int Steps { get; init; }

    /// <summary>Over those steps; null when they are all right or all wrong.</summary>
    public required double? Auc { get; init; }

    /// <summary>ProcessBench F1 at <see cref="Threshold"/>.</summary>
    public required double F1 { get; init; }

    /// <summary>Share of wrong rollouts whose first error is found exactly.</summary>
    public required double OnWrong { get; init; }

    /// <summary>Share of right rollouts in which no error is found.</summary>
    public required double OnRight { get; init; }

    /// <summary>Chosen on other problems, one a reward model.</summary>
    public required double Threshold { get; init; }

    public required long PrmTokens { get; init; }

    public required double PrmFlops { get; init; }

    public required double Seconds { get; init; }

    public static PrmRowReport Of(PrmResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return new()
        {
            Policy = result.Policy,
            Prm = result.Prm,
            Problems = result.Problems,
            Rollouts = result.Rollouts.Length,
            LeftOut = result.LeftOut,
            Wrong = result.FirstErrors.OnWrong.Trials,
            Steps = result.Steps,
            Auc = result.Auc,
            F1 = result.FirstErrors.F1,
            OnWrong = result.FirstErrors.OnWrong.Value,
            OnRight = result.FirstErrors.OnRight.Value,
            Threshold = result.FirstErrors.Threshold,
            PrmTokens = result.Usage.PrmTokens,
            PrmFlops = result.Usage.PrmFlops,
            Seconds = result.Elapsed.TotalSeconds,
        };
    }
}
