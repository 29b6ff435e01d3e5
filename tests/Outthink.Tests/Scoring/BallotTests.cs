using System.Collections.Immutable;
using FsCheck.Xunit;
using Outthink.Scoring;

namespace Outthink.Tests.Scoring;

public sealed class BallotTests
{
    private static ImmutableArray<Candidate> Enter(params (string Text, double? Score, int Multiplicity)[] finished) => Ballot.Enter(
        [
            .. finished.Select((f, i) => new Trajectory
            {
                Id = new TrajectoryId(i + 1),
                Steps = [new Step(f.Text, 1) { Score = f.Score }],
                State = TrajectoryState.Finished,
                Multiplicity = f.Multiplicity,
            }),
        ], Aggregation.Last);

    /// <summary>A text that is no answer, and too long to be taken for one.</summary>
    private const string Unsure = "I have thought about this question for a long while and still cannot say what it comes to.";

    private static long? Winner(Selection selection, params (string Text, double? Score, int Multiplicity)[] finished) =>
        Ballot.Choose(Enter(finished), selection)?.Trajectory.Id.Value;

    [Fact]
    public void Answers_are_grouped_by_value()
    {
        var candidates = Enter(("so \\boxed{0.5}", .1, 1), (Unsure, .9, 1), ("so \\boxed{1/2}", .2, 2), ("so \\boxed{3}", .3, 1));
        Assert.Equal([0, -1, 0, 1], candidates.Select(c => c.Group));
        Assert.Equal(["0.5", null, "1/2", "3"], candidates.Select(c => c.Answer));
        Assert.Equal([1.0, 1, 2, 1], candidates.Select(c => c.Weight));
        Assert.Equal([.1, .9, .2, .3], candidates.Select(c => c.Score!.Value));
    }

    [Fact]
    public void Best_takes_the_highest_score_majority_the_votes_weighted_their_product()
    {
        (string, double?, int)[] finished = [("\\boxed{1}", .9, 1), ("\\boxed{2}", .3, 2), ("\\boxed{2}", .4, 1), ("\\boxed{3}", .5, 2)];
        Assert.Equal(1, Winner(Selection.Best, finished));
        Assert.Equal(3, Winner(Selection.Majority, finished)); // 2 has three votes; its best-scored trajectory stands for it
        Assert.Equal(3, Winner(Selection.Weighted, finished)); // .9, 2 · .3 + .4 = 1.0, 1.0: of equals the first
    }

    [Theory]
    [InlineData(Selection.Best)]
    [InlineData(Selection.Majority)]
    [InlineData(Selection.Weighted)]
    public void Of_equals_the_first_wins(Selection selection) =>
        Assert.Equal(1, Winner(selection, ("\\boxed{1}", .5, 1), ("\\boxed{2}", .5, 1), ("\\boxed{2}", .0, 0), ("\\boxed{1}", .0, 0)));

    [Theory]
    [InlineData(Selection.Best)]
    [InlineData(Selection.Majority)]
    [InlineData(Selection.Weighted)]
    public void A_candidate_without_an_answer_stands_only_where_none_has_one(Selection selection)
    {
        Assert.Equal(2, Winner(selection, (Unsure, .9, 9), ("\\boxed{1}", .1, 1), (Unsure, .9, 9)));
        Assert.Equal(2, Winner(selection, (Unsure, .1, 1), (Unsure, .9, 2)));
        Assert.Null(Winner(selection));
    }

    [Fact]
    public void An_unscored_candidate_ranks_below_any_score_and_with_no_score_at_all_the_majority_decides()
    {
        Assert.Equal(2, Winner(Selection.Best, ("\\boxed{1}", null, 9), ("\\boxed{2}", 0, 1)));
        Assert.Equal(2, Winner(Selection.Weighted, ("\\boxed{1}", null, 9), ("\\boxed{2}", .1, 1)));
        foreach (Selection selection in Enum.GetValues<Selection>())
            Assert.Equal(2, Winner(selection, ("\\boxed{1}", null, 1), ("\\boxed{2}", null, 1), ("\\boxed{2}", null, 1)));
    }

    [Fact]
    public void An_unknown_selection_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => Winner((Selection)9, ("\\boxed{1}", 1, 1)));

    [Property]
    public void Weighted_is_majority_when_all_scores_are_equal(byte[] raw, byte score)
    {
        (string, double?, int)[] finished = [.. raw.Select(b => ($"\\boxed{{{b % 4}}}", (double?)(score + 1), 1 + b / 64))];
        Assert.Equal(Winner(Selection.Majority, finished), Winner(Selection.Weighted, finished));
    }

    [Property]
    public void No_candidate_scores_above_the_best(byte[] raw)
    {
        if (raw.Length == 0) return;
        ImmutableArray<Candidate> candidates = Enter([.. raw.Select(b => ($"\\boxed{{{b % 4}}}", (double?)(b / 4), 1))]);
        Assert.Equal(candidates.Max(c => c.Score), Ballot.Choose(candidates, Selection.Best)!.Score);
    }

    [Property]
    public void Adding_a_vote_for_the_majority_does_not_change_it(byte[] raw)
    {
        if (raw.Length == 0) return;
        (string, double?, int)[] finished = [.. raw.Select(b => ($"\\boxed{{{b % 4}}}", (double?)null, 1))];
        string answer = Ballot.Choose(Enter(finished), Selection.Majority)!.Answer!;
        Assert.Equal(answer, Ballot.Choose(Enter([.. finished, ($"\\boxed{{{answer}}}", null, 1)]), Selection.Majority)!.Answer);
    }
}
