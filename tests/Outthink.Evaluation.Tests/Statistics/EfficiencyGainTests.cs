using FsCheck.Xunit;
using Outthink.Evaluation.Statistics;

namespace Outthink.Evaluation.Tests.Statistics;

public sealed class EfficiencyGainTests
{
    static readonly (double, double)[] Vote = [(1, 0.40), (4, 0.50), (16, 0.598), (64, 0.60)];

    [Fact]
    public void The_search_is_interpolated_where_it_reaches_the_votes_best()
    {
        EfficiencyGain gain = EfficiencyGain.Of(Vote, [(4, 0.50), (16, 0.70)])!;
        Assert.Equal((0.60, 64.0, false), (gain.Target, gain.VoteBudget, gain.IsAtLeast));
        Assert.Equal(10, gain.SearchBudget!.Value, 9); // half way from 0.50 to 0.70
        Assert.Equal(6.4, gain.Gain!.Value, 9);
    }

    [Fact]
    public void The_plateau_is_the_first_budget_within_the_tolerance() =>
        Assert.Equal((0.598, 16.0), (EfficiencyGain.Of(Vote, [(4, 0.7)], 0.005)!.Target, EfficiencyGain.Of(Vote, [(4, 0.7)], 0.005)!.VoteBudget));

    [Fact]
    public void Above_from_the_start_is_a_lower_bound_and_never_there_is_none()
    {
        EfficiencyGain above = EfficiencyGain.Of(Vote, [(4, 0.70), (16, 0.65)])!;
        Assert.Equal((16.0, true), (above.Gain!.Value, above.IsAtLeast));
        Assert.Null(EfficiencyGain.Of(Vote, [(4, 0.59)])!.Gain);
        Assert.Null(EfficiencyGain.Of(Vote, []));
        Assert.Null(EfficiencyGain.Of([], Vote));
    }

    [Fact]
    public void A_dip_does_not_undo_what_a_smaller_budget_reached()
    {
        // 0.58 at 4 stays the best until 16.
        EfficiencyGain gain = EfficiencyGain.Of(Vote, [(4, 0.58), (8, 0.30), (16, 0.62)])!;
        Assert.Equal(4 + 12 * 0.5, gain.SearchBudget!.Value, 9);
    }

    [Property]
    public bool A_vote_needs_what_it_needs(byte[] accuracies)
    {
        (double, double)[] curve = [.. accuracies.Select((a, i) => (Math.Pow(2, i), a / 255.0))];
        return curve.Length == 0 || EfficiencyGain.Of(curve, curve)! is { SearchBudget: { } budget } gain && budget <= gain.VoteBudget * (1 + 1e-9) && gain.Gain >= 1 - 1e-9;
    }
}
