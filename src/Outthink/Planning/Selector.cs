using System.Collections.Immutable;
using Outthink.Scoring;

namespace Outthink.Planning;

/// <summary>
/// Chooses what to do next for one problem: of all tactics, and stopping, the one with the largest predicted gain in
/// the probability of a right answer less the price of its tokens. This is the compute-optimal choice θ* of Liu et al.
/// 2025 (equation 3) for this policy, this reward model and this problem, with the budget as a Lagrange multiplier.
/// </summary>
public sealed class Selector(SearchProfile profile, double price, Allowance allowance) : Planner
{
    public override int Pilot => profile.Pilot;

    public override bool NeedsRewardModel => profile.RewardModel is not null;

    public override Selection Selection => profile.Selection;

    /// <summary>The tuned one: what tells a right answer was fitted on its scores.</summary>
    public override Aggregation? Aggregation => profile.Aggregation;

    public SearchProfile Profile => profile;

    /// <summary>The probability that one token must buy.</summary>
    public double Price => price;

    public Allowance Allowance => allowance;

    /// <summary>
    /// A selector whose spending has this mean a problem, over problems like those of the tuning: the price is
    /// interpolated between the measured points, geometrically in the cost.
    /// </summary>
    /// <exception cref="ArgumentException">The profile has no measured prices.</exception>
    public static Selector ForBudget(SearchProfile profile, CostUnit unit, double budget, Allowance allowance)
    {
        ArgumentNullException.ThrowIfNull(profile);
        return new(profile, PriceOf(profile, point => point.In(unit), budget), allowance);
    }

    /// <summary>The cheapest selector that reached this accuracy in tuning; the dearest one when none did.</summary>
    /// <exception cref="ArgumentException">The profile has no measured prices.</exception>
    public static Selector ForAccuracy(SearchProfile profile, double accuracy, Allowance allowance)
    {
        ArgumentNullException.ThrowIfNull(profile);
        return new(profile, PriceOf(profile, point => point.Accuracy, accuracy), allowance);
    }

    /// <summary>Weighs every option. Tactics in <paramref name="tried"/> have run and their answers are among the evidence.</summary>
    public override Decision Decide(Evidence evidence, ImmutableArray<Tactic> tried, Usage spent, TimeSpan elapsed)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        ArgumentNullException.ThrowIfNull(spent);
        double confidence = profile.IsRight.Predict(evidence.Features.AsSpan());
        ImmutableArray<double> difficulty = Difficulties(evidence, tried);
        double dearest = tried.Select(t => Cost(Find(t), difficulty).Tokens).DefaultIfEmpty(0).Max();
        Expectation stop = new() { Accuracy = confidence, Tokens = 0, Flops = 0, Seconds = 0 };
        Expectation[] options = [stop, .. profile.Tactics.Select(record => Expect(record, confidence, difficulty, dearest, spent, elapsed))];
        Expectation best = options.Where(o => o.Excluded is null).MaxBy(o => o.Accuracy - price * o.Tokens)!;
        return new() { Tactic = best.Tactic, Evidence = evidence, Confidence = confidence, Difficulty = difficulty, Options = [.. options], Reason = best.Tactic is null ? "nothing further is worth its tokens" : "the largest predicted gain less its tokens' price", Price = price };
    }

    private Expectation Expect(TacticRecord record, double confidence, ImmutableArray<double> difficulty, double dearest, Usage spent, TimeSpan elapsed)
    {
        TacticOutcome cost = Cost(record, difficulty);
        string? excluded = cost.Tokens <= dearest ? "no dearer than what was tried" : allowance.Refuses(record.Tactic, cost, spent, elapsed);
        return new()
        {
            Tactic = record.Tactic,
            Accuracy = confidence + (1 - confidence) * cost.Recovery,
            Tokens = cost.Tokens,
            Flops = cost.Flops,
            Seconds = cost.Seconds,
            Excluded = excluded,
        };
    }

    /// <summary>The estimate from the evidence; each tactic tried in vain makes the difficulties it solves less likely (Bayes).</summary>
    private ImmutableArray<double> Difficulties(Evidence evidence, ImmutableArray<Tactic> tried)
    {
        double easy = profile.IsEasy.Predict(evidence.Features.AsSpan());
        double notHard = Math.Max(easy, profile.IsNotHard.Predict(evidence.Features.AsSpan()));
        double[] p = [easy, notHard - easy, 1 - notHard];
        foreach (TacticRecord record in tried.Select(Find))
            for (int d = 0; d < p.Length; d++) p[d] *= Math.Max(1e-3, 1 - record.Outcomes[d].Recovery);
        double sum = p.Sum();
        return [.. p.Select(x => x / sum)];
    }

    private TacticRecord Find(Tactic tactic) => profile.Tactics.First(r => r.Tactic == tactic);

    /// <summary>The outcome to be expected under uncertain difficulty.</summary>
    private static TacticOutcome Cost(TacticRecord record, ImmutableArray<double> difficulty)
    {
        double Mean(Func<TacticOutcome, double> of) => record.Outcomes.Select((o, d) => difficulty[d] * of(o)).Sum();
        return new()
        {
            Problems = record.Outcomes.Sum(o => o.Problems),
            Accuracy = Mean(o => o.Accuracy),
            Low = Mean(o => o.Low),
            High = Mean(o => o.High),
            Recovery = Mean(o => o.Recovery),
            Tokens = Mean(o => o.Tokens),
            Flops = Mean(o => o.Flops),
            Seconds = Mean(o => o.Seconds),
        };
    }

    private static double PriceOf(SearchProfile profile, Func<PricePoint, double> measure, double wanted)
    {
        if (profile.Prices.IsEmpty) throw new ArgumentException("The profile has no measured prices, so a budget cannot be met; tune first.", nameof(profile));
        PricePoint low = profile.Prices[0];
        foreach (PricePoint high in profile.Prices)
        {
            if (measure(high) >= wanted)
            {
                if (measure(high) <= measure(low) || high == low) return high.Price;
                double share = Math.Clamp((Math.Log(wanted) - Math.Log(measure(low))) / (Math.Log(measure(high)) - Math.Log(measure(low))), 0, 1);
                return Math.Exp((1 - share) * Math.Log(low.Price) + share * Math.Log(high.Price));
            }
            low = high;
        }
        return low.Price;
    }
}
