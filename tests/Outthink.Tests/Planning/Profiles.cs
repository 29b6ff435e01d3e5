using Outthink.Planning;
using Outthink.Scoring;

namespace Outthink.Tests.Planning;

/// <summary>Made-up profiles and evidence.</summary>
internal static class Profiles
{
    public static readonly Tactic First = new() { Strategy = "best-of-n", Samples = 1 };
    public static readonly Tactic Cheap = new() { Strategy = "best-of-n", Samples = 4 };
    public static readonly Tactic Second = new() { Strategy = "dvts", Samples = 8, BeamWidth = 8 };
    public static readonly Tactic Dear = new() { Strategy = "beam", Samples = 16 };

    /// <summary>One opening and two tactics after it; recoveries by difficulty are given, a token cost apart.</summary>
    public static SearchProfile Of(double[] cheap, double[] dear, double easy = 0, double notHard = 0, double right = 0) => new()
    {
        Policy = "p",
        RewardModel = "r",
        Selection = Selection.Best,
        Aggregation = Aggregation.Last,
        Openings =
        [
            new()
            {
                First = Record(First, [1, .5, 0], 50),
                IsEasy = Always(easy),
                IsNotHard = Always(notHard),
                IsRight = Always(right),
                Lengths = [100, 100, 100],
                Next = [Record(Cheap, cheap, 100), Record(Dear, dear, 1000)],
                Prices = [Point(1e-2, .5, 10), Point(1e-4, .7, 100), Point(1e-6, .8, 1000)],
            },
        ],
        Provenance = "made up",
    };

    /// <summary>With another opening beside, which samples and spends more.</summary>
    public static SearchProfile WithSecond(SearchProfile profile, params PricePoint[] prices) =>
        profile with { Openings = [.. profile.Openings, profile.Openings[0] with { First = Record(Second, [1, .6, .2], 60), Prices = [.. prices] }] };

    /// <summary>Evidence that says nothing: the made-up models look at none of it.</summary>
    public static Evidence Nothing { get; } = new() { Samples = 2, Features = [.. Evidence.Names.Select(_ => 0.0)] };

    /// <summary>Always the probability whose log-odds these are.</summary>
    public static LogisticModel Always(double logOdds) => new() { Intercept = logOdds, Weights = [.. Evidence.Names.Select(_ => 0.0)] };

    public static PricePoint Point(double price, double accuracy, double tokens) => new() { Price = price, Accuracy = accuracy, Tokens = tokens, Flops = 10 * tokens, Seconds = tokens / 100 };

    private static TacticRecord Record(Tactic tactic, double[] recovery, double tokens) => new()
    {
        Tactic = tactic,
        Outcomes = [.. recovery.Select(r => new TacticOutcome { Problems = 10, Accuracy = r, Low = 0, High = 1, Recovery = r, Tokens = tokens, Flops = 10 * tokens, Seconds = tokens / 100 })],
    };
}
