using System.Collections.Immutable;
using Outthink.Scoring;

namespace Outthink.Planning;

/// <summary>
/// Chooses what to do next for one problem: of all tactics, and stopping, the one with the largest predicted gain in
/// the probability of a right answer less the price of its tokens. This is the compute-optimal choice θ* of Liu et al.
/// 2025 (equation 3) for this policy, this reward model and this problem, with the budget as a Lagrange multiplier.
/// Costs are predicted for this problem: from its difficulty, its length, and how fast it has gone so far.
/// </summary>
public sealed class Selector(SearchProfile profile, Opening opening, double price, Allowance allowance) : Planner
{
    /// <summary>Lengths and speeds beyond this factor of the tuned ones are taken for accidents.</summary>
    private const double MostFactor = 8;

    public override Tactic Opening => opening.First.Tactic;

    public override bool NeedsRewardModel => profile.RewardModel is not null;

    public override Selection Selection => profile.Selection;

    /// <summary>The tuned one: what tells a right answer was fitted on its scores.</summary>
    public override Aggregation? Aggregation => profile.Aggregation;

    public SearchProfile Profile => profile;

    /// <summary>The probability that one token must buy.</summary>
    public double Price => price;

    public Allowance Allowance => allowance;

    /// <summary>
    /// A selector whose spending has this mean a problem, over problems like those of the tuning: the opening that
    /// reached most for it, at a price interpolated between its measured points, geometrically in the cost.
    /// </summary>
    /// <exception cref="ArgumentException">The profile has no measured prices.</exception>
    public static Selector ForBudget(SearchProfile profile, CostUnit unit, double budget, Allowance allowance)
    {
        ArgumentNullException.ThrowIfNull(profile);
        ArgumentNullException.ThrowIfNull(allowance);
        Opening[] openings = Openings(profile, allowance);
        PricePoint At(Opening opening) => PriceCurve.At(opening.Prices, unit, budget);
        Opening best = openings.Where(o => o.Prices[0].In(unit) <= budget).MaxBy(o => At(o).Accuracy) ?? openings.MinBy(o => o.Prices[0].In(unit))!;
        return new(profile, best, At(best).Price, allowance);
    }

    /// <summary>The cheapest selector that reached this accuracy in tuning; the one that reached most when none did.</summary>
    /// <exception cref="ArgumentException">The profile has no measured prices.</exception>
    public static Selector ForAccuracy(SearchProfile profile, double accuracy, Allowance allowance)
    {
        ArgumentNullException.ThrowIfNull(profile);
        ArgumentNullException.ThrowIfNull(allowance);
        var points = Openings(profile, allowance).SelectMany(o => o.Prices.Select(point => (Opening: o, Point: point))).ToArray();
        double reached = Math.Min(accuracy, points.Max(p => p.Point.Accuracy));
        var cheapest = points.Where(p => p.Point.Accuracy >= reached).MinBy(p => p.Point.Tokens);
        return new(profile, cheapest.Opening, cheapest.Point.Price, allowance);
    }

    /// <summary>Weighs every option. The tactics in <paramref name="tried"/>, the opening first, have run and their answers are among the evidence.</summary>
    public override Decision Decide(Evidence evidence, ImmutableArray<Tactic> tried, Usage spent, TimeSpan elapsed)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        ArgumentNullException.ThrowIfNull(spent);
        TacticRecord[] followed = [.. tried.Skip(1).Select(t => opening.Next.First(r => r.Tactic == t))];
        double confidence = opening.IsRight.Predict(evidence.Features.AsSpan());
        ImmutableArray<double> difficulty = Difficulties(evidence, followed);
        double[] lengths = [.. opening.Lengths.Select(usual => Factor(evidence.MeanTokens, usual))];
        double usualSeconds = followed.Prepend(opening.First).Sum(r => Mean(r, difficulty, lengths, pace: 1).Seconds);
        double pace = Factor(elapsed.TotalSeconds, usualSeconds);
        TacticOutcome Cost(TacticRecord record) => Mean(record, difficulty, lengths, pace);
        double dearest = followed.Select(r => Cost(r).Tokens).DefaultIfEmpty(0).Max();
        Expectation Expect(TacticRecord record)
        {
            TacticOutcome cost = Cost(record);
            return new()
            {
                Tactic = record.Tactic,
                Accuracy = confidence + (1 - confidence) * cost.Recovery,
                Tokens = cost.Tokens,
                Flops = cost.Flops,
                Seconds = cost.Seconds,
                Excluded = cost.Tokens <= dearest ? "no dearer than what was tried" : allowance.Refuses(record.Tactic, cost, spent, elapsed),
            };
        }
        Expectation stop = new() { Accuracy = confidence, Tokens = 0, Flops = 0, Seconds = 0 };
        Expectation[] options = [stop, .. opening.Next.Select(Expect)];
        Expectation best = options.Where(o => o.Excluded is null).MaxBy(o => o.Accuracy - price * o.Tokens)!;
        return new() { Tactic = best.Tactic, Evidence = evidence, Confidence = confidence, Difficulty = difficulty, Options = [.. options], Reason = best.Tactic is null ? "nothing further is worth its tokens" : "the largest predicted gain less its tokens' price", Price = price };
    }

    /// <summary>The estimate from the evidence; each tactic that followed in vain makes the difficulties it solves less likely (Bayes).</summary>
    private ImmutableArray<double> Difficulties(Evidence evidence, TacticRecord[] followed)
    {
        double easy = opening.IsEasy.Predict(evidence.Features.AsSpan());
        double notHard = Math.Max(easy, opening.IsNotHard.Predict(evidence.Features.AsSpan()));
        double[] p = [easy, notHard - easy, 1 - notHard];
        foreach (TacticRecord record in followed)
            for (int d = 0; d < p.Length; d++) p[d] *= Math.Max(1e-3, 1 - record.Outcomes[d].Recovery);
        double sum = p.Sum();
        return [.. p.Select(x => x / sum)];
    }

    /// <summary>The outcome to be expected under uncertain difficulty, for a problem as long and a machine as fast as this one.</summary>
    private static TacticOutcome Mean(TacticRecord record, ImmutableArray<double> difficulty, double[] lengths, double pace)
    {
        double Mean(Func<TacticOutcome, double> of) => record.Outcomes.Select((o, d) => difficulty[d] * of(o)).Sum();
        double Cost(Func<TacticOutcome, double> of) => record.Outcomes.Select((o, d) => difficulty[d] * lengths[d] * of(o)).Sum();
        return new()
        {
            Problems = record.Outcomes.Sum(o => o.Problems),
            Accuracy = Mean(o => o.Accuracy),
            Low = Mean(o => o.Low),
            High = Mean(o => o.High),
            Recovery = Mean(o => o.Recovery),
            Tokens = Cost(o => o.Tokens),
            Flops = Cost(o => o.Flops),
            Seconds = pace * Cost(o => o.Seconds),
        };
    }

    /// <summary>1 where nothing is known.</summary>
    private static double Factor(double seen, double usual) => seen > 0 && usual > 0 ? Math.Clamp(seen / usual, 1 / MostFactor, MostFactor) : 1;

    /// <summary>Those within the allowance's samples, or of all the smallest ones.</summary>
    private static Opening[] Openings(SearchProfile profile, Allowance allowance)
    {
        Opening[] measured = [.. profile.Openings.Where(o => !o.Prices.IsEmpty)];
        if (measured.Length == 0) throw new ArgumentException("The profile has no measured prices, so a budget cannot be met; tune first.", nameof(profile));
        int most = Math.Max(allowance.Samples ?? int.MaxValue, measured.Min(o => o.First.Tactic.Samples));
        return [.. measured.Where(o => o.First.Tactic.Samples <= most)];
    }
}
