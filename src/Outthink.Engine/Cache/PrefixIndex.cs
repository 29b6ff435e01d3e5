namespace Outthink.Engine.Cache;

/// <summary>
/// Full blocks by the tokens they hold and the block before them: a tree in which a new sequence finds the longest
/// beginning that was computed before. Blocks that nobody holds any more are kept in the order in which they were given
/// back, the oldest to be given up first. Owned by the engine's loop.
/// </summary>
internal sealed class PrefixIndex
{
    const int BlockTokens = KvLayout.BlockTokens;

    readonly Dictionary<(long Before, int Hash), int> blocks = [];
    readonly LinkedList<int> kept = new();
    Entry[] entries = [];
    int[] tokens = [];
    long lastId;

    /// <summary>A registered block's number in the tree (never used again), and its place among those nobody holds.</summary>
    record struct Entry(long Id, long Before, LinkedListNode<int>? Kept);

    public bool Contains(int block) => block < entries.Length && entries[block].Id != 0;

    /// <summary>
    /// The block with these 16 tokens after the block <paramref name="before"/> (−1: at the beginning); −1 when there
    /// is none.
    /// </summary>
    public int Find(int before, ReadOnlySpan<int> content) =>
        blocks.TryGetValue((IdOf(before), Hash(content)), out var block) && content.SequenceEqual(TokensOf(block)) ? block : -1;

    /// <summary>Makes a full block known. False when another with these tokens is, or its predecessor is not: nothing that follows it can be found then.</summary>
    public bool TryAdd(int block, int before, ReadOnlySpan<int> content)
    {
        if (before >= 0 && !Contains(before))
            return false;
        var key = (IdOf(before), Hash(content));
        if (!blocks.TryAdd(key, block))
            return false;
        if (block >= entries.Length)
        {
            Array.Resize(ref entries, Math.Max(64, Math.Max(block + 1, entries.Length * 2)));
            Array.Resize(ref tokens, entries.Length * BlockTokens);
        }
        entries[block] = entries[block] with { Id = ++lastId, Before = key.Item1 };
        content.CopyTo(TokensOf(block));
        return true;
    }

    /// <summary>Nobody holds the block: it is kept until it is taken up again or given up.</summary>
    public void Keep(int block)
    {
        var node = entries[block].Kept ?? new(block);
        entries[block].Kept = node;
        kept.AddLast(node);
    }

    /// <summary>Somebody holds the block again.</summary>
    public void TakeUp(int block) => kept.Remove(entries[block].Kept!);

    /// <summary>Gives up the block kept longest; −1 when none is kept.</summary>
    public int GiveUp()
    {
        if (kept.First is not { } node)
            return -1;
        kept.RemoveFirst();
        var block = node.Value;
        blocks.Remove((entries[block].Before, Hash(TokensOf(block))));
        entries[block].Id = 0;
        return block;
    }

    long IdOf(int block) => block < 0 ? 0 : entries[block].Id;

    Span<int> TokensOf(int block) => tokens.AsSpan(block * BlockTokens, BlockTokens);

    static int Hash(ReadOnlySpan<int> content)
    {
        var hash = new HashCode();
        hash.AddBytes(System.Runtime.InteropServices.MemoryMarshal.AsBytes(content));
        return hash.ToHashCode();
    }
}
