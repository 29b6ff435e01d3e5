using System.Collections.Immutable;

namespace Outthink.Engine.Sampling;

/// <summary>
/// Finds the first end of any of several byte strings in a stream of bytes, one token's bytes at a time (an automaton
/// after Aho and Corasick, 1975). Immutable: who matches keeps the state, a number that starts at 0.
/// </summary>
internal sealed class StopMatcher
{
    public const int Matched = -1;
    const int MaxBytes = 1 << 14;

    readonly byte[] symbols = new byte[256];  // of a byte; 0: occurs in no stop
    readonly int[] next;                      // [state][symbol]
    readonly int width;

    public static StopMatcher None { get; } = new([]);

    /// <exception cref="ArgumentException">A stop is empty, or all together are longer than 16 KiB.</exception>
    public StopMatcher(ImmutableArray<ImmutableArray<byte>> stops)
    {
        if (ProblemOf(stops) is { } problem)
            throw new ArgumentException(problem, nameof(stops));
        var total = stops.Sum(stop => stop.Length);
        var alphabet = new HashSet<byte>(stops.SelectMany(stop => stop));
        // With all 256 bytes in use there is no number left for "other", and none is needed.
        var spare = alphabet.Count < 256 ? 1 : 0;
        foreach (var (i, value) in alphabet.Order().Index())
            symbols[value] = (byte)(i + spare);
        width = alphabet.Count + spare;

        next = new int[(total + 1) * width];
        var states = BuildTrie(stops);
        LinkFailures(states);
    }

    /// <summary>What is wrong with stops, or null.</summary>
    public static string? ProblemOf(ImmutableArray<ImmutableArray<byte>> stops)
    {
        if (stops.IsDefault)
            return "Stops is default; give an empty list for none";
        if (stops.Any(stop => stop.IsDefaultOrEmpty))
            return "a stop has no bytes; give at least one, or leave it out";
        return stops.Sum(stop => (long)stop.Length) > MaxBytes ? $"Stops have more than {MaxBytes} bytes together; give fewer or shorter ones" : null;
    }

    /// <summary>The state after these bytes, or <see cref="Matched"/> when a stop ends within them.</summary>
    public int Advance(int state, ReadOnlySpan<byte> bytes)
    {
        if (width <= 1)
            return 0;
        foreach (var value in bytes)
        {
            state = next[state * width + symbols[value]];
            if (state < 0)
                return Matched;
        }
        return state;
    }

    int BuildTrie(ImmutableArray<ImmutableArray<byte>> stops)
    {
        var states = 1;
        foreach (var stop in stops)
        {
            var state = 0;
            for (var i = 0; i < stop.Length && state >= 0; i++)
            {
                ref var child = ref next[state * width + symbols[stop[i]]];
                if (i == stop.Length - 1)
                    child = Matched;
                else if (child == 0)
                    child = states++;
                state = child;
            }
        }
        return states;
    }

    /// <summary>Fills every missing transition with that of the longest proper suffix, level by level.</summary>
    void LinkFailures(int states)
    {
        var suffix = new int[states];
        var queue = new Queue<int>();
        queue.Enqueue(0);
        while (queue.TryDequeue(out var state))
        {
            for (var symbol = 0; symbol < width; symbol++)
            {
                ref var child = ref next[state * width + symbol];
                var other = state == 0 ? 0 : next[suffix[state] * width + symbol];
                if (child > 0)
                {
                    if (other == Matched)
                    {
                        // A shorter stop ends here too.
                        child = Matched;
                        continue;
                    }
                    suffix[child] = other;
                    queue.Enqueue(child);
                }
                else if (child == 0)
                {
                    child = other;
                }
            }
        }
    }
}
