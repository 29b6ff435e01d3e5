namespace Outthink.Engine.Cache;

/// <summary>
/// The blocks of one sequence, in order. Each is held once by this table; a block held by others too is never written:
/// <see cref="TryReserve"/> replaces it by a copy of its own first. Owned by the engine's loop.
/// </summary>
internal sealed class BlockTable
{
    int[] blocks = [];

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

    /// <summary>Gives every block back.</summary>
    public void Clear(BlockPool pool)
    {
        for (var i = 0; i < Count; i++)
            pool.Release(blocks[i]);
        Count = 0;
    }

    void MakeRoom(int count)
    {
        if (count > blocks.Length)
            Array.Resize(ref blocks, Math.Max(count, blocks.Length * 2));
    }
}
