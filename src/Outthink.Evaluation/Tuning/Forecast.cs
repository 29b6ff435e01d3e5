using System.Collections.Immutable;
using Outthink.Planning;
using Outthink.Search;

namespace Outthink.Evaluation.Tuning;

/// <summary>What a selector predicted of a tactic that it went on with, and what the tactic then took.</summary>
public sealed record Forecast
{
    public required Tactic Tactic { get; init; }

    /// <summary>Predicted seconds.</summary>
    public required double Seconds { get; init; }

    /// <summary>Seconds by the search's clock.</summary>
    public required double TookSeconds { get; init; }

    /// <summary>Predicted tokens of policy and reward model.</summary>
    public required double Tokens { get; init; }

    /// <summary>Tokens evaluated by both; none where nothing new was drawn.</summary>
    public required double TookTokens { get; init; }

    /// <summary>Searches one problem and tells every tactic after the opening.</summary>
    public static async Task<ImmutableArray<Forecast>> ObserveAsync(
        ComputeOptimalSearch search, Problem problem, Policy policy, ProcessRewardModel? prm, SearchOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(search);
        ImmutableArray<Forecast>.Builder forecasts = ImmutableArray.CreateBuilder<Forecast>();
        Expectation? expected = null;
        Usage before = Usage.Zero;
        long start = 0;
        await search.SearchAsync(problem, policy, prm, options, e =>
        {
            if (e is not SearchEvent.Planned planned) return;
            if (expected is { Tactic: { } tactic })
                forecasts.Add(new()
                {
                    Tactic = tactic,
                    Seconds = expected.Seconds,
                    TookSeconds = search.Clock.GetElapsedTime(start).TotalSeconds,
                    Tokens = expected.Tokens,
                    TookTokens = planned.Usage.EvaluatedTokens - before.EvaluatedTokens,
                });
            expected = planned.Decision.Tactic is { } next ? planned.Decision.Options.First(o => o.Tactic == next) : null;
            (before, start) = (planned.Usage, search.Clock.GetTimestamp());
        }, cancellationToken);
        return forecasts.ToImmutable();
    }
}
