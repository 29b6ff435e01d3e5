using System.Collections.Immutable;
using Outthink.Planning;

namespace Outthink.Evaluation.Tests;

/// <summary>Made-up profiles that know nothing.</summary>
internal static class Profiles
{
    /// <summary>One opening with these prices, after which nothing follows.</summary>
    public static SearchProfile Of(string policy, string provenance, params ImmutableArray<PricePoint> prices)
    {
        LogisticModel coin = new() { Weights = [.. Evidence.Names.Select(_ => 0.0)], Intercept = 0 };
        TacticOutcome nothing = new() { Problems = 0, Accuracy = 0, Low = 0, High = 1, Recovery = 0, Tokens = 1, Flops = 1, Seconds = 1 };
        return new()
        {
            Policy = policy,
            RewardModel = "judge",
            Selection = Scoring.Selection.Weighted,
            Aggregation = Scoring.Aggregation.Last,
            Openings =
            [
                new()
                {
                    First = new() { Tactic = new() { Strategy = "dvts", Samples = 4 }, Outcomes = [nothing, nothing, nothing] },
                    IsEasy = coin,
                    IsNotHard = coin,
                    IsRight = coin,
                    Lengths = [1, 1, 1],
                    Next = [],
                    Prices = prices,
                },
            ],
            Provenance = provenance,
        };
    }
}
