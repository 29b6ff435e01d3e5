using Outthink.Evaluation.Runs;
using Outthink.Evaluation.Runs.Storage;
using Outthink.Planning;
using Outthink.Search;

namespace Outthink.Evaluation.Tests.Runs;

public sealed class RowPlanTests
{
    static readonly Thrift Everything = new() { SafeVote = 0.9, LeastVoteGain = 0.02, LeastGain = 0.01, Wave = 8, RejectAfter = 6, RejectBelow = 0.3, VerifyEvery = 3, Enough = 5 };

    static RowPlan Plan(string strategy, Thrift? thrift) => RowPlan.Of("p", "r", SearchStrategy.All.First(s => s.Name == strategy), new() { Thrift = thrift });

    [Fact]
    public void A_plan_keeps_the_rules_that_its_strategy_knows()
    {
        Assert.Null(Plan("cot", Everything).Options.Thrift);
        Assert.Equal(new Thrift { SafeVote = 0.9, LeastVoteGain = 0.02, Wave = 8, Enough = 5 }, Plan("majority", Everything).Options.Thrift);
        Assert.Equal(new Thrift { SafeVote = 0.9, LeastVoteGain = 0.02, LeastGain = 0.01, Wave = 8, Enough = 5 }, Plan("best-of-n", Everything).Options.Thrift);
        foreach (string tree in (string[])["beam", "dvts"])
            Assert.Equal(new Thrift { RejectAfter = 6, RejectBelow = 0.3, VerifyEvery = 3, Enough = 5 }, Plan(tree, Everything).Options.Thrift);
        Assert.Equal(Plan("majority", null), Plan("majority", new() { LeastGain = 0.1, VerifyEvery = 3, Wave = 2 }));
    }

    [Fact]
    public void Samples_of_a_row_that_may_stop_early_are_not_counted_as_independent()
    {
        Assert.True(Plan("majority", null).HasIndependentSamples);
        Assert.False(Plan("majority", Everything).HasIndependentSamples);
    }

    [Fact]
    public void A_run_file_keeps_the_rules()
    {
        RowPlan plan = Plan("best-of-n", Everything);
        Assert.Equal(plan, RowConfiguration.Of(plan).ToPlan());
    }
}
