using Outthink.Planning;
using Outthink.Scoring;

namespace Outthink.Tests.Planning;

/// <summary>Made-up profiles and evidence.</summary>
internal static class Profiles
{
    public static readonly Tactic Cheap = new() { Strategy = "best-of-n", Samples = 4 };
    public static readonly Tactic Dear = new() { Strategy = "beam", Samples = 16 };

    /// <summary>Two tactics; recoveries by difficulty are given, a token cost apart.</summary>
    public static SearchProfile Of(double[] cheap, double[] dear, double easy = 0, double notHard = 0, double right = 0) => new()
    {
        Policy = "p",
        RewardModel = "r",
        Pilot = 2,
        Selection = Selection.Best,
        Aggregation = Aggregation.Last,
        IsEasy = Always(easy),
        IsNotHard = Always(notHard),
        IsRight = Always(right),
        Tactics = [Record(Cheap, cheap, 100), Record(Dear, dear, 1000)],
        Prices = [Point(1e-2, .5, 10), Point(1e-4, .7, 100), Point(1e-6, .8, 1000)],
        Provenance = "made up",
    };

    /// <summary>Evidence that says nothing: the made-up models look at none of it.</summary>
    public static Evidence Nothing { get; } = new() { Samples = 2, Features = [.. Evidence.Names.Select(_ => 0.0)] };

    /// <summary>Always the probability whose log-odds these are.</summary>
    public static LogisticModel Always(double logOdds) => new() { Intercept = logOdds, Weights = [.. Evidence.Names.Select(_ => 0.0)] };

    private static PricePoint Point(double price, double accuracy, double tokens) => new() { Price = price, Accuracy = accuracy, Tokens = tokens, Flops = 10 * tokens, Seconds = tokens / 100 };

    private static TacticRecord Record(Tactic tactic, double[] recovery, double tokens) => new()
    {
        Tactic = tactic,
        Outcomes = [.. recovery.Select(r => new TacticOutcome { Problems = 10, Accuracy = r, Low = 0, High = 1, Recovery = r, Tokens = tokens, Flops = 10 * tokens, Seconds = tokens / 100 })],
    };
}
