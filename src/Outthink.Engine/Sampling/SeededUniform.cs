namespace Outthink.Engine.Sampling;

/// <summary>
/// Uniform numbers of a seed by their index: draw i of a sample depends on its seed and i alone, never on who else draws.
/// SplitMix64 (Steele, Lea, Flood 2014) from a start that is itself mixed, so that seeds that differ by its increment
/// do not give shifted copies of one stream.
/// </summary>
internal static class SeededUniform
{
    const ulong Increment = 0x9E3779B97F4A7C15;

    /// <summary>In [0, 1), with 53 random bits.</summary>
    public static double At(ulong seed, int index) =>
        (Mix(Mix(seed + Increment) + ((ulong)index + 1) * Increment) >> 11) * (1.0 / (1UL << 53));

    static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
