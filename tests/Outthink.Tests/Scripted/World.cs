using System.Text;

namespace Outthink.Tests.Scripted;

/// <summary>
/// A seeded random world: what a sample says depends on the world, its seed and its parent alone. Few words, so that
/// siblings are often equal; some samples are blank, cut off, or end without a word.
/// </summary>
internal static class World
{
    public static ScriptedPolicy Policy(uint world, CallHook? hook = null, Random? shuffle = null, bool cuts = false) =>
        new(q => Say(new Random(Hash(world, q.Parent, q.Seed)), q.Expansion.Extent)) { Hook = hook ?? new CallHook(), Shuffle = shuffle, Cuts = cuts };

    public static ScriptedRewardModel Prm(uint world, CallHook? hook = null) =>
        new(prefix => new Random(Hash(world ^ 0xABCD, prefix, 0)).Next(0, 8) / 8.0) { Hook = hook ?? new CallHook() };

    private static Utterance Say(Random random, Extent extent)
    {
        var said = new StringBuilder();
        while (true)
        {
            switch (random.Next(20))
            {
                case 0: said.Append("\n\n"); break;
                case 1: return said.Append("and so on…").ToString();
                case 2: return said.ToString() is { Length: > 0 } text && text.EndsWith("\n\n", StringComparison.Ordinal) ? text.TrimEnd() : said.ToString();
                case < 8: return said.Append("so \\boxed{").Append(random.Next(3)).Append('}').ToString();
                default: said.Append("step ").Append(random.Next(3)).Append("\n\n"); break;
            }
            if (extent == Extent.Step) return said.ToString();
        }
    }

    private static int Hash(uint world, string text, ulong seed)
    {
        ulong hash = 0xCBF29CE484222325 ^ world;
        foreach (char c in text) hash = (hash ^ c) * 0x100000001B3;
        hash = (hash ^ seed) * 0x9E3779B97F4A7C15;
        return (int)((hash ^ (hash >> 29)) * 0xBF58476D1CE4E5B9 >> 33);
    }
}
