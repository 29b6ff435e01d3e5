using System.Collections.Immutable;
using Outthink.Planning;

namespace Outthink.Evaluation.Tuning;

/// <summary>What tuning tries and how thoroughly.</summary>
public sealed record TuningOptions
{
    /// <summary>The tactics to measure, to begin with and to go on with.</summary>
    public required ImmutableArray<Tactic> Tactics { get; init; }

    /// <summary>Samples a problem, apart from all else, that say how hard it is.</summary>
    public int DifficultySamples { get; init; } = 64;

    /// <summary>How the policy samples, and the limits of a trajectory; N, M and selection are the tactics' own.</summary>
    public SearchOptions Search { get; init; } = new();

    /// <summary>Prices of a token at which compute-optimal search is measured; empty chooses a ladder.</summary>
    public ImmutableArray<double> Prices { get; init; } = [];

    /// <summary>
    /// The usual tactics with these N: majority without a reward model, else best-of-N, beam search and DVTS. DVTS is
    /// tried with one subtree, four, and subtrees of the default M; beam search with the default M, where it is not DVTS.
    /// </summary>
    public static ImmutableArray<Tactic> TacticsOf(IEnumerable<int> samples, bool withRewardModel)
    {
        ArgumentNullException.ThrowIfNull(samples);
        ImmutableArray<Tactic>.Builder tactics = ImmutableArray.CreateBuilder<Tactic>();
        int usual = new SearchOptions().BeamWidth;
        foreach (int n in samples.Distinct().Order())
        {
            tactics.Add(new() { Strategy = withRewardModel ? "best-of-n" : "majority", Samples = n });
            if (!withRewardModel || n < usual) continue;
            if (n > usual && n % usual == 0) tactics.Add(new() { Strategy = "beam", Samples = n });
            tactics.AddRange(((int[])[n, n / 4, usual]).Distinct().Where(m => m >= usual && n % m == 0).Select(m => new Tactic { Strategy = "dvts", Samples = n, BeamWidth = m }));
        }
        return tactics.ToImmutable();
    }

    /// <summary>1 and 4, 8, 16, … up to a cap.</summary>
    public static ImmutableArray<int> SamplesUpTo(int most) => [1, .. Enumerable.Range(2, 29).Select(power => 1 << power).TakeWhile(n => n <= most)];
}
