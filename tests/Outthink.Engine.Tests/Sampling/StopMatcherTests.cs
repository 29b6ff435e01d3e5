using System.Collections.Immutable;
using System.Text;
using FsCheck.Xunit;
using Outthink.Engine.Sampling;

namespace Outthink.Engine.Tests.Sampling;

public sealed class StopMatcherTests
{
    [Property(MaxTest = 500)]
    public bool A_stop_is_found_where_a_search_of_the_whole_text_finds_it(int seed)
    {
        var random = new Random(seed);
        byte[] Letters(int length) => [.. Enumerable.Range(0, length).Select(_ => (byte)('a' + random.Next(random.Next(2, 4))))];
        ImmutableArray<ImmutableArray<byte>> stops = [.. Enumerable.Range(0, random.Next(1, 5)).Select(_ => Letters(random.Next(1, 6)).ToImmutableArray())];
        var matcher = new StopMatcher(stops);
        var (text, state) = (new List<byte>(), 0);
        for (var token = 0; token < 30; token++)
        {
            var bytes = Letters(random.Next(0, 5));
            text.AddRange(bytes);
            state = matcher.Advance(state, bytes);
            var found = stops.Any(stop => text.ToArray().AsSpan().IndexOf(stop.AsSpan()) >= 0);
            if (found != (state == StopMatcher.Matched))
                return false;
            if (found)
                return true;
        }
        return true;
    }

    [Fact]
    public void Stops_may_use_every_byte()
    {
        var matcher = new StopMatcher([[.. Enumerable.Range(0, 256).Select(i => (byte)i)]]);
        var state = 0;
        for (var i = 0; i < 255; i++)
            Assert.True((state = matcher.Advance(state, [(byte)i])) > 0);
        Assert.Equal(StopMatcher.Matched, matcher.Advance(state, [255]));
        Assert.Equal(1, matcher.Advance(state, [0]));
    }

    [Fact]
    public void Without_stops_nothing_matches() =>
        Assert.Equal(0, StopMatcher.None.Advance(0, Encoding.UTF8.GetBytes("anything")));

    [Fact]
    public void Impossible_stops_are_refused()
    {
        Assert.Contains("no bytes", Assert.Throws<ArgumentException>(() => new StopMatcher([[]])).Message);
        Assert.Contains("together", Assert.Throws<ArgumentException>(() => new StopMatcher([[.. new byte[20000]]])).Message);
        Assert.NotNull(StopMatcher.ProblemOf(default));
    }
}
