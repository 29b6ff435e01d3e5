using System.Collections.Immutable;
using Outthink.Evaluation.RewardModels;
using Outthink.Evaluation.Statistics;
using Outthink.Scoring;

namespace Outthink.Evaluation.Tests.RewardModels;

public sealed class VotingTableTests
{
    static Candidate Candidate(int number, string answer, int group, params double[] scores) => new()
    {
        Trajectory = new() { Id = new(number), Steps = [.. scores.Select(s => new Step("s", 1) { Score = s })], State = TrajectoryState.Finished },
        Answer = answer,
        Group = group,
        Score = scores[^1],
        Weight = 1,
    };

    [Fact]
    public void Each_rule_judges_the_same_candidates()
    {
        ImmutableArray<Candidate> candidates =
        [
            Candidate(1, "7", 0, 0.9, 0.30), Candidate(2, "7", 0, 0.9, 0.30),  // two votes; weighted last 0.6, mean 0.6 each
            Candidate(3, "8", 1, 0.2, 0.80),                                   // best by last (0.8); by min 0.2, mean 0.5, product 0.16
        ];
        VotingTable table = VotingTable.Of([(candidates, "8"), ([], "8")]);
        Assert.Equal(new Proportion(1, 2), table.Coverage);
        Assert.Equal(
            [(Selection.Majority, null, 0), (Selection.Best, Aggregation.Last, 1), (Selection.Best, Aggregation.Min, 0), (Selection.Best, Aggregation.Mean, 0), (Selection.Best, Aggregation.Product, 0),
             (Selection.Weighted, Aggregation.Last, 1), (Selection.Weighted, Aggregation.Min, 0), (Selection.Weighted, Aggregation.Mean, 0), (Selection.Weighted, (Aggregation?)Aggregation.Product, 0)],
            table.Rows.Select(r => (r.Selection, r.Aggregation, r.Accuracy.Successes)));
        Assert.All(table.Rows, r => Assert.Equal(2, r.Accuracy.Trials));
        Assert.Equal(0.5, table.Spread);
    }
}
