using Outthink.Scoring;
using Outthink.Search;

namespace Outthink.Evaluation.Runs;

/// <summary>What one row of an evaluation will run; names stand for models, so that a plan exists before any is opened.</summary>
public sealed record RowPlan
{
    public required string Policy { get; init; }

    /// <summary>The reward model; null when the strategy asks none.</summary>
    public required string? Prm { get; init; }

    public required SearchStrategy Strategy { get; init; }

    /// <summary>The options, those that the strategy does not use at their defaults (see <see cref="Of"/>).</summary>
    public required SearchOptions Options { get; init; }

    /// <summary>N as it is run: 1 for a chain of thought.</summary>
    public int Samples => Strategy is ChainOfThought ? 1 : Options.Samples;

    /// <summary>M; null where there are no beams.</summary>
    public int? BeamWidth => Strategy is BeamSearch or Dvts ? Options.BeamWidth : null;

    /// <summary>0 for a chain of thought, which is greedy.</summary>
    public double Temperature => Strategy is ChainOfThought ? 0 : Options.Sampling.Temperature;

    /// <summary>Null where nothing is scored.</summary>
    public Aggregation? Aggregation => Strategy.NeedsRewardModel ? Strategy.AggregationFor(Options) : null;

    /// <summary>Null where there is one sample and so nothing to select.</summary>
    public Selection? Selection => Strategy is ChainOfThought ? null : Strategy.SelectionFor(Options);

    /// <summary>True for strategies whose candidates are N independent samples: their coverage is pass@k. A rule that stops early makes their number depend on them.</summary>
    public bool HasIndependentSamples => Strategy is MajorityVote or BestOfN && Options.Thrift is null;

    /// <summary>
    /// A plan without what the strategy ignores, so that equal plans run the same. A chain of
    /// thought keeps no N and no temperature; majority and best-of-N keep no M; without scores no aggregation.
    /// </summary>
    public static RowPlan Of(string policy, string? prm, SearchStrategy strategy, SearchOptions options)
    {
        ArgumentNullException.ThrowIfNull(strategy);
        ArgumentNullException.ThrowIfNull(options);
        SearchOptions defaults = new();
        SearchOptions used = strategy switch
        {
            ChainOfThought => defaults with { MaxTokens = options.MaxTokens, Seed = options.Seed, Deadline = options.Deadline },
            MajorityVote => options with { Thrift = (options.Thrift is { } all ? all with { LeastGain = null } : null)?.ForSolutions(), BeamWidth = defaults.BeamWidth, Aggregation = defaults.Aggregation, Selection = null, MaxSteps = defaults.MaxSteps, Resamples = defaults.Resamples },
            BestOfN => options with { Thrift = options.Thrift?.ForSolutions(), BeamWidth = defaults.BeamWidth, MaxSteps = defaults.MaxSteps, Resamples = defaults.Resamples },
            BeamSearch or Dvts => options with { Thrift = options.Thrift?.ForTrees() },
            _ => options,
        };
        return new() { Policy = policy, Prm = strategy.NeedsRewardModel ? prm : null, Strategy = strategy, Options = used };
    }
}
