using System.Collections.Immutable;
using Outthink.Planning;

namespace Outthink.Evaluation.Tuning;

/// <summary>What tuning tries and how thoroughly.</summary>
public sealed record TuningOptions
{
    /// <summary>The tactics to measure.</summary>
    public required ImmutableArray<Tactic> Tactics { get; init; }

    /// <summary>Whole solutions of a pilot.</summary>
    public int Pilot { get; init; } = 2;

    /// <summary>Samples a problem, apart from all else, that say how hard it is.</summary>
    public int DifficultySamples { get; init; } = 64;

    /// <summary>How the policy samples, and the limits of a trajectory; N, M and selection are the tactics' own.</summary>
    public SearchOptions Search { get; init; } = new();

    /// <summary>Prices of a token at which compute-optimal search is measured; empty chooses a ladder.</summary>
    public ImmutableArray<double> Prices { get; init; } = [];

    /// <summary>Problems side by side.</summary>
    public int Concurrency { get; init; } = 16;

    /// <summary>The usual tactics up to a cap on N: majority without a reward model, else best-of-N, beam search and DVTS as well.</summary>
    public static ImmutableArray<Tactic> TacticsUpTo(int samples, bool withRewardModel)
    {
        ImmutableArray<Tactic>.Builder tactics = ImmutableArray.CreateBuilder<Tactic>();
        for (int n = 4; n <= samples; n *= 2)
        {
            tactics.Add(new() { Strategy = withRewardModel ? "best-of-n" : "majority", Samples = n });
            if (!withRewardModel) continue;
            if (n > new SearchOptions().BeamWidth) tactics.Add(new() { Strategy = "beam", Samples = n }); // with N = M it is DVTS
            tactics.Add(new() { Strategy = "dvts", Samples = n });
        }
        return tactics.ToImmutable();
    }
}
