namespace Outthink.Evaluation.Suites;

/// <summary>
/// SplitMix64 (Steele, Lea and Flood 2014): a generator whose numbers are the same on every platform and in every
/// version of the runtime, which <see cref="Random"/> does not promise. The state is one number, so a stream can be
/// entered anywhere.
/// </summary>
public struct SplitMix64(ulong seed)
{
    private ulong _state = seed;

    /// <summary>The generator of item <paramref name="index"/> of the stream <paramref name="seed"/>.</summary>
    public static SplitMix64 At(ulong seed, ulong index)
    {
        var outer = new SplitMix64(seed);
        return new SplitMix64(outer.Next() ^ Mix(index + 0x632BE59BD9B4E019UL));
    }

    public ulong Next()
    {
        _state += 0x9E3779B97F4A7C15UL;
        return Mix(_state);
    }

    /// <summary>A whole number in [0, <paramref name="bound"/>); the bias of at most bound / 2⁶⁴ is accepted.</summary>
    public int Below(int bound) => (int)Math.BigMul(Next(), (ulong)bound, out _);

    /// <summary>A whole number in [<paramref name="low"/>, <paramref name="high"/>], both ends included.</summary>
    public int Between(int low, int high) => low + Below(high - low + 1);

    /// <summary>A number in [0, 1) with 24 random bits.</summary>
    public float Fraction() => (Next() >> 40) * (1f / (1 << 24));

    /// <summary>The finishing steps of the generator: mixes all bits of a number into all bits of the result.</summary>
    public static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9UL;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EBUL;
        return value ^ (value >> 31);
    }
}
