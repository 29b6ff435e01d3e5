using Outthink.Evaluation.Runs;

namespace Outthink.Evaluation.Tests.Runs;

public sealed class InOrderTests
{
    [Fact]
    public void Things_come_out_in_their_order_and_not_beyond_a_gap()
    {
        List<(int, string)> received = [];
        InOrder<string> order = new((i, thing) => received.Add((i, thing)));
        order.Add(1, "b");
        order.Add(3, "d");
        Assert.Empty(received);
        order.Add(0, "a");
        Assert.Equal([(0, "a"), (1, "b")], received);
        Assert.Equal(2, order.Count);
    }
}
