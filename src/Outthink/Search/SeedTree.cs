using System.Text;

namespace Outthink.Search;

/// <summary>
/// Seeds from places in the tree, so that no sample depends on the order of arrival. A node's seed is
/// mix(parent's seed + γ · (2 · slot + attempt + 1)), the root's mix(mix(run seed) xor FNV-1a-64 of the problem id's UTF-8);
/// mix and γ are SplitMix64's (Steele, Lea, Flood 2014). As mix is a bijection, siblings never share a seed.
/// </summary>
internal static class SeedTree
{
    private const ulong Gamma = 0x9E3779B97F4A7C15;

    public static ulong Root(ulong runSeed, string problemId)
    {
        ulong hash = 0xCBF29CE484222325;
        foreach (byte b in Encoding.UTF8.GetBytes(problemId)) hash = (hash ^ b) * 0x100000001B3;
        return Mix(Mix(runSeed) ^ hash);
    }

    public static ulong Child(ulong parent, int slot, int attempt) =>
        Mix(parent + Gamma * (2 * (ulong)slot + (ulong)attempt + 1));

    /// <summary>The root's seed when a search begins there again: that of the last slot there could be, which no child has.</summary>
    public static ulong Anew(ulong root) => Child(root, int.MaxValue, attempt: 1);

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
