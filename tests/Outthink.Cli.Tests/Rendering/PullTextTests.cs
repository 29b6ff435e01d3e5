using Outthink.Cli.Rendering;

namespace Outthink.Cli.Tests.Rendering;

public sealed class PullTextTests
{
    [Fact]
    public void Share_rate_and_time_left_are_those_of_the_last_seconds()
    {
        Clock clock = new();
        PullText text = new(clock);
        Assert.Equal("m.gguf  0 B of 4.00 GB (0.0 %)", text.Of(new("m.gguf", 0, 4_000_000_000)));
        clock.Seconds = 2;
        Assert.Equal("m.gguf  200 MB of 4.00 GB (5.0 %)  100 MB/s  about 0:38 left", text.Of(new("m.gguf", 200_000_000, 4_000_000_000)));
        clock.Seconds = 60;
        Assert.Equal("m.gguf  200 MB of 4.00 GB (5.0 %)", text.Of(new("m.gguf", 200_000_000, 4_000_000_000)));
        clock.Seconds = 61;
        Assert.Equal("m.gguf  220 MB of 4.00 GB (5.5 %)  20.0 MB/s  about 3:09 left", text.Of(new("m.gguf", 220_000_000, 4_000_000_000)));
    }

    [Fact]
    public void Nothing_to_fetch_is_all_of_it() => Assert.Equal("m  0 B of 0 B (100.0 %)", new PullText(new Clock()).Of(new("m", 0, 0)));

    [Fact]
    public void A_trickle_has_no_end_in_sight()
    {
        Clock clock = new();
        PullText text = new(clock);
        text.Of(new("m", 0, long.MaxValue));
        clock.Seconds = 1;
        Assert.EndsWith("days left", text.Of(new("m", 1, long.MaxValue)), StringComparison.Ordinal);
    }

    sealed class Clock : TimeProvider
    {
        public long Seconds { get; set; }

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Seconds;
    }
}
