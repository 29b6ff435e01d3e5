using Outthink.Evaluation.Suites;

namespace Outthink.Evaluation.Tests.Suites;

public sealed class SuiteTests
{
    [Fact]
    public void A_longer_draw_begins_with_the_shorter_one_and_ids_differ_by_seed()
    {
        Suite five = Suite.DrawArithmetic(7, 5), ten = Suite.DrawArithmetic(7, 10);
        Assert.Equal(five.Items.Select(i => (i.Id, i.Problem, i.Answer)), ten.Take(5).Items.Select(i => (i.Id, i.Problem, i.Answer)));
        Assert.Equal(["1", "2", "3", "4", "5"], five.Items.Select(i => i.Level!));
        Assert.All(five.Items, item => Assert.Contains(item.Answer, item.Steps[^1], StringComparison.Ordinal));
        Assert.NotEqual(five.Items[0].Id, Suite.DrawArithmetic(8, 1).Items[0].Id);
    }
}
