namespace Outthink.Answers.Numerics;

/// <summary>A 64-bit hash that is the same in every process: test points derive from it.</summary>
internal static class StableHash
{
    public static ulong Of(string text, int salt)
    {
        ulong hash = 14695981039346656037 ^ ((ulong)salt * 0x9E3779B97F4A7C15);
        foreach (char c in text) hash = (hash ^ c) * 1099511628211;
        hash ^= hash >> 31;
        hash *= 0xBF58476D1CE4E5B9;
        hash ^= hash >> 27;
        hash *= 0x94D049BB133111EB;
        return hash ^ (hash >> 31);
    }
}
