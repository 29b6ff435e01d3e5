using Outthink.Evaluation.Energy;

namespace Outthink.Evaluation.Tests.Energy;

public sealed class RaplCountersTests
{
    [Fact]
    public void Packages_and_their_memory_are_summed_and_their_parts_are_not_counted_twice()
    {
        using CounterTree tree = new();
        tree.Add("intel-rapl:0", "package-0", 500).Add("intel-rapl:0:0", "core", 0).Add("intel-rapl:0:1", "dram", 100)
            .Add("intel-rapl:1", "package-1", 0).Add("intel-rapl:2", "psys", 0).Add("intel-rapl-mmio:0", "package-0", 0);
        RaplCounters counters = RaplCounters.Open(tree.Root)!;
        Assert.Equal(0, counters.Read());
        tree.Set("intel-rapl:0", 2_000_500);
        tree.Set("intel-rapl:0:0", 1_900_000);
        tree.Set("intel-rapl:0:1", 500_100);
        tree.Set("intel-rapl:1", 3_000_000);
        tree.Set("intel-rapl:2", 9_000_000);
        tree.Set("intel-rapl-mmio:0", 2_000_000);
        Assert.Equal(5.5, counters.Read()!.Value, 9);
        Assert.Equal(5.5, counters.Read()!.Value, 9);
    }

    [Fact]
    public void A_counter_that_turned_over_goes_on_counting()
    {
        using CounterTree tree = new();
        tree.Add("intel-rapl:0", "package-0", 9_000_000, range: 10_000_000);
        RaplCounters counters = RaplCounters.Open(tree.Root)!;
        foreach ((ulong reading, double joules) in ((ulong, double)[])[(9_500_000, 0.5), (500_000, 1.5), (9_999_999, 10.999999), (0, 11)])
        {
            tree.Set("intel-rapl:0", reading);
            Assert.Equal(joules, counters.Read()!.Value, 5);
        }
    }

    [Fact]
    public void Without_counters_there_is_no_energy()
    {
        using CounterTree tree = new();
        Assert.Null(RaplCounters.Open(tree.Root));
        Assert.Null(RaplCounters.Open(Path.Combine(tree.Root, "absent")));
        tree.Add("intel-rapl:0", "core", 5);
        Assert.Null(RaplCounters.Open(tree.Root));
    }

    [Fact]
    public void A_part_that_cannot_be_read_leaves_the_whole_unknown()
    {
        using CounterTree tree = new();
        tree.Add("intel-rapl:0", "package-0", 5).Add("intel-rapl:1", "package-1", 5);
        RaplCounters counters = RaplCounters.Open(tree.Root)!;
        tree.Remove("intel-rapl:1");
        Assert.Null(counters.Read());
        Assert.Null(RaplCounters.Open(tree.Root));
        tree.Add("intel-rapl:1", "package-1", 5);
        File.WriteAllText(Path.Combine(tree.Root, "intel-rapl:1", "energy_uj"), "much");
        Assert.Null(RaplCounters.Open(tree.Root));
    }

    [Fact]
    public void An_estimate_says_the_watts_it_rests_on()
    {
        ManualClock clock = new();
        EnergyMeter meter = EnergyMeter.Estimate(12.5, clock);
        clock.Advance(4);
        Assert.Equal(("estimated at 12.5 W", 50.0), (meter.Source, meter.Read()!.Value));
    }
}
