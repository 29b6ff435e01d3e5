namespace Outthink.Evaluation.Statistics;

/// <summary>
/// How many times less a search spends than majority voting for the same accuracy (Liu et al. 2025, arXiv 2502.06703, table
/// 5, as its author defines it): the budget at which the vote reaches its best accuracy, divided by the budget at which
/// the search reaches that accuracy, by linear interpolation on its curve.
/// </summary>
/// <param name="Target">The accuracy that both reach.</param>
/// <param name="VoteBudget">What the vote needs for it.</param>
/// <param name="SearchBudget">What the search needs; null when it never gets there.</param>
/// <param name="IsAtLeast">True when the search is above already at its smallest budget: the gain is then a lower bound, written with ">".</param>
public sealed record EfficiencyGain(double Target, double VoteBudget, double? SearchBudget, bool IsAtLeast)
{
    /// <summary>Vote's budget over the search's; null when the search never reaches the target.</summary>
    public double? Gain => VoteBudget / SearchBudget;

    /// <param name="vote">Budget (in any unit, above 0) and accuracy of the majority vote, in any order.</param>
    /// <param name="search">Those of the search, in the same unit; its curve is the best accuracy at each budget or below.</param>
    /// <param name="tolerance">The vote's best is taken as the first budget within this share of it; 0 as in the paper.</param>
    /// <returns>Null without points on both sides.</returns>
    public static EfficiencyGain? Of(IEnumerable<(double Budget, double Accuracy)> vote, IEnumerable<(double Budget, double Accuracy)> search, double tolerance = 0)
    {
        (double Budget, double Accuracy)[] votes = [.. vote.OrderBy(p => p.Budget)], searches = [.. search.OrderBy(p => p.Budget).ThenBy(p => p.Accuracy)];
        if (votes.Length == 0 || searches.Length == 0) return null;
        double best = votes.Max(p => p.Accuracy);
        (double budget, double target) = Array.Find(votes, p => p.Accuracy >= best - tolerance);
        (double Budget, double Accuracy)? below = null;
        foreach ((double Budget, double Accuracy) point in searches)
        {
            if (point.Accuracy >= target)
                return below is { } last ? new(target, budget, last.Budget + (point.Budget - last.Budget) * (target - last.Accuracy) / (point.Accuracy - last.Accuracy), false) : new(target, budget, point.Budget, IsAtLeast: point.Accuracy > target);
            if (below is null || point.Accuracy > below.Value.Accuracy) below = point;
        }
        return new(target, budget, null, false);
    }
}
