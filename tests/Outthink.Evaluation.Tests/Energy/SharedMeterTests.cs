using Outthink.Evaluation.Energy;

namespace Outthink.Evaluation.Tests.Energy;

public sealed class SharedMeterTests
{
    [Fact]
    public void Problems_in_work_at_the_same_moment_share_it_in_equal_parts()
    {
        ManualClock clock = new();
        SharedMeter meter = new(clock, EnergyMeter.Estimate(10, clock));
        clock.Advance(100); // nobody's
        Spending a = meter.Begin();
        clock.Advance(2);
        Spending b = meter.Begin();
        clock.Advance(4);
        Spending shareOfA = meter.End(a);
        clock.Advance(3);
        Spending shareOfB = meter.End(b);
        Assert.Equal((4, 40), (shareOfA.Seconds, shareOfA.Joules!.Value)); // 2 alone, half of 4
        Assert.Equal((5, 50), (shareOfB.Seconds, shareOfB.Joules!.Value)); // half of 4, 3 alone
    }

    [Fact]
    public void Shares_add_up_to_the_time_in_work()
    {
        ManualClock clock = new();
        SharedMeter meter = new(clock, null);
        Random random = new(5);
        List<Spending> open = [];
        double inWork = 0, shared = 0;
        for (int i = 0; i < 1000; i++)
        {
            double seconds = random.Next(1, 100) / 100.0;
            clock.Advance(seconds);
            if (open.Count > 0) inWork += seconds;
            if (open.Count == 0 || random.Next(2) == 0)
            {
                open.Add(meter.Begin());
            }
            else
            {
                int which = random.Next(open.Count);
                Spending share = meter.End(open[which]);
                Assert.Null(share.Joules);
                shared += share.Seconds;
                open.RemoveAt(which);
            }
        }
        shared += open.Sum(o => meter.End(o).Seconds);
        Assert.Equal(inWork, shared, 6);
    }

    [Fact]
    public void Energy_that_can_no_longer_be_read_leaves_the_share_unknown()
    {
        using CounterTree tree = new();
        tree.Add("intel-rapl:0", "package-0", 0);
        SharedMeter meter = new(new ManualClock(), EnergyMeter.Of(RaplCounters.Open(tree.Root)!));
        Spending first = meter.Begin();
        tree.Set("intel-rapl:0", 7_000_000);
        Assert.Equal(7, meter.End(first).Joules!.Value, 9);
        Spending second = meter.Begin();
        tree.Remove("intel-rapl:0");
        Assert.Null(meter.End(second).Joules);
    }
}
