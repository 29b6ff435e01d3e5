namespace Outthink.Engine.Cache;

/// <summary>
/// The blocks of one sequence, in order. Each is held once by this table; a block held by others too is never written:
/// <see cref="TryReserve"/> replaces it by a copy of its own first. Who holds a block holds all blocks before it, so
/// the blocks of all tables form a tree. Owned by the engine's loop.
/// </summary>
internal sealed class BlockTable
{
    int[] blocks = [];

    /// <summary>Blocks at the beginning that the prefix index has been told of.</summary>
    int known;

    public int Count { get; private set; }

    public int this[int index] => blocks[index];

    public ReadOnlySpan<int> Blocks => blocks.AsSpan(0, Count);

    /// <summary>Takes hold of the blocks with the first <paramref name="tokens"/> tokens of another table; this one must be empty.</summary>
    public void ForkFrom(BlockTable parent, int tokens, BlockPool pool)
    {
        if (Count > 0)
            throw new InvalidOperationException("a table that holds blocks cannot become a fork; clear it first");
        var count = KvLayout.BlocksFor(tokens);
        MakeRoom(count);
        for (var i = 0; i < count; i++)
            pool.Retain(blocks[i] = parent.blocks[i]);
        Count = count;
        known = Math.Min(parent.known, tokens / KvLayout.BlockTokens);
    }

    /// <summary>
    /// Takes hold of full blocks that hold the beginning of these tokens, as many as the index knows, and returns how
    /// many tokens lie in them: fewer than all, so that the last one's state will be computed. This table must be empty.
    /// </summary>
    public int Adopt(ReadOnlySpan<int> tokens, BlockPool pool)
    {
        if (Count > 0)
            throw new InvalidOperationException("a table that holds blocks cannot adopt others; clear it first");
        if (pool.Prefixes is not { } prefixes)
            return 0;
        for (var before = -1; (Count + 1) * KvLayout.BlockTokens < tokens.Length; Count++)
        {
            var block = prefixes.Find(before, tokens.Slice(Count * KvLayout.BlockTokens, KvLayout.BlockTokens));
            if (block < 0)
                break;
            pool.Retain(block);
            MakeRoom(Count + 1);
            before = blocks[Count] = block;
        }
        known = Count;
        return Count * KvLayout.BlockTokens;
    }

    /// <summary>Whether a block of this table is full, with <paramref name="computed"/> tokens in all, and the index was not told of it; where its tokens begin.</summary>
    public bool IsNextFull(int computed, BlockPool pool, out int first)
    {
        first = known * KvLayout.BlockTokens;
        return pool.Prefixes is not null && known < Count && first + KvLayout.BlockTokens <= computed;
    }

    /// <summary>Tells the index of the block found by <see cref="IsNextFull"/>, with its 16 tokens.</summary>
    public void Publish(ReadOnlySpan<int> tokens, BlockPool pool)
    {
        // Where an equal block is known already, what follows this one cannot be found and need not be tried.
        known = pool.Prefixes!.TryAdd(blocks[known], known == 0 ? -1 : blocks[known - 1], tokens) ? known + 1 : int.MaxValue;
    }

    /// <summary>
    /// Makes the places of tokens [computed, computed + added) this table's alone. False when the budget is spent;
    /// what was reserved until then stays, and the call may be repeated.
    /// </summary>
    public bool TryReserve(int computed, int added, BlockPool pool)
    {
        var first = computed / KvLayout.BlockTokens;
        if (first < Count && pool.IsShared(blocks[first]))
        {
            var copy = pool.TryAllocate();
            if (copy < 0)
                return false;
            pool.Copy(blocks[first], copy);
            pool.Release(blocks[first]);
            blocks[first] = copy;
        }
        var needed = KvLayout.BlocksFor(computed + added);
        MakeRoom(needed);
        while (Count < needed)
        {
            var block = pool.TryAllocate();
            if (block < 0)
                return false;
            blocks[Count++] = block;
        }
        return true;
    }

    /// <summary>Tokens after <paramref name="computed"/> whose places are reserved already.</summary>
    public int RoomAfter(int computed, BlockPool pool)
    {
        var first = computed / KvLayout.BlockTokens;
        return first >= Count || pool.IsShared(blocks[first]) ? 0 : Count * KvLayout.BlockTokens - computed;
    }

    /// <summary>Whether clearing this table would free a block.</summary>
    public bool HoldsAny(BlockPool pool)
    {
        foreach (var block in Blocks)
        {
            if (pool.IsHeldOnce(block))
                return true;
        }
        return false;
    }

    /// <summary>Gives every block back, the last one first: kept blocks are given up in that order, so that none outlives the one before it.</summary>
    public void Clear(BlockPool pool)
    {
        while (Count > 0)
            pool.Release(blocks[--Count]);
        known = 0;
    }

    void MakeRoom(int count)
    {
        if (count > blocks.Length)
            Array.Resize(ref blocks, Math.Max(count, blocks.Length * 2));
    }
}
