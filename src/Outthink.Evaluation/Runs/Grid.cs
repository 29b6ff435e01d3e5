using System.Collections.Immutable;
using Outthink.Search;

namespace Outthink.Evaluation.Runs;

/// <summary>The rows of an evaluation as a product of lists.</summary>
public sealed record Grid
{
    public required ImmutableArray<string> Policies { get; init; }

    /// <summary>Empty when no strategy needs one.</summary>
    public required ImmutableArray<string> Prms { get; init; }

    public required ImmutableArray<SearchStrategy> Strategies { get; init; }

    /// <summary>Values of N.</summary>
    public required ImmutableArray<int> Samples { get; init; }

    /// <summary>Sampling seeds.</summary>
    public required ImmutableArray<ulong> Seeds { get; init; }

    /// <summary>Everything else, the same in every row.</summary>
    public required SearchOptions Options { get; init; }

    /// <summary>
    /// The rows, ordered by policy, then strategy, PRM, N and seed. What a strategy does not use does not multiply it:
    /// a chain of thought appears once a policy, majority once a policy, N and seed.
    /// </summary>
    public ImmutableArray<RowPlan> Rows() =>
    [
        .. (from policy in Policies
            from strategy in Strategies
            from prm in strategy.NeedsRewardModel ? Prms.Cast<string?>() : [null]
            from samples in Samples
            from seed in strategy is ChainOfThought ? Seeds[..1] : Seeds // greedy: every seed gives the same
            select RowPlan.Of(policy, prm, strategy, Options with { Samples = samples, Seed = seed })).Distinct(),
    ];

    /// <summary>Everything wrong with the rows' options, each with what to do; empty when all can run.</summary>
    public ImmutableArray<string> Validate() =>
    [
        .. (from strategy in Strategies
            from samples in Samples
            from problem in strategy.Validate(Options with { Samples = samples })
            select problem).Distinct(),
        .. Strategies.Where(s => s.NeedsRewardModel && Prms.IsEmpty).Select(s => $"strategy '{s.Name}' needs a reward model: name one with --prm"),
    ];
}
