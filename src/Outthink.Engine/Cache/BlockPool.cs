namespace Outthink.Engine.Cache;

/// <summary>
/// Reference counts of one model's blocks. Blocks are numbers here: who holds one, which are free. Memory is given on
/// first use, through <paramref name="memory"/> (null: none, for tests of the counting). Owned by the engine's loop.
/// </summary>
/// <param name="budget">What all pools together may hold.</param>
/// <param name="bytesPerBlock">What one block takes of it.</param>
/// <param name="memory">Where the blocks lie.</param>
/// <param name="prefixes">Blocks that new sequences can find; null: none can, and a block given back is free.</param>
internal sealed class BlockPool(KvBudget budget, long bytesPerBlock, Kernels.BlockMemory? memory, PrefixIndex? prefixes = null)
{
    int[] references = [];
    int[] free = [];
    int freeCount;
    int created;

    /// <summary>Blocks that somebody holds.</summary>
    public int InUse { get; private set; }

    /// <summary>Blocks that nobody holds, kept because a new sequence may begin with their tokens.</summary>
    public int Kept { get; private set; }

    public long BytesPerBlock => bytesPerBlock;

    public PrefixIndex? Prefixes => prefixes;

    /// <summary>A block held once, or −1 when the budget is spent.</summary>
    public int TryAllocate()
    {
        if (!budget.TryTake(bytesPerBlock))
            return -1;
        if (freeCount == 0)
            Create();
        var block = free[--freeCount];
        references[block] = 1;
        InUse++;
        return block;
    }

    /// <summary>Takes part in holding a block that somebody holds, or that was kept.</summary>
    public void Retain(int block)
    {
        if (references[block] == 0)
        {
            if (prefixes?.Contains(block) != true)
                throw new InvalidOperationException($"block {block} is free: it cannot be held again");
            prefixes.TakeUp(block);
            budget.KeptBytes -= bytesPerBlock;
            Kept--;
            InUse++;
        }
        references[block]++;
    }

    public void Release(int block)
    {
        if (references[block] == 0)
            throw new InvalidOperationException($"block {block} is free: it was given back twice");
        if (--references[block] > 0)
            return;
        InUse--;
        if (prefixes?.Contains(block) == true)
        {
            prefixes.Keep(block);
            Kept++;
            budget.KeptBytes += bytesPerBlock;
            while (budget.KeptBytes > budget.KeptLimitBytes && TryGiveUpKept())
            {
            }
            return;
        }
        Free(block);
    }

    /// <summary>Frees the block kept longest.</summary>
    public bool TryGiveUpKept()
    {
        var block = prefixes?.GiveUp() ?? -1;
        if (block < 0)
            return false;
        Kept--;
        budget.KeptBytes -= bytesPerBlock;
        Free(block);
        return true;
    }

    /// <summary>Whether a block must be copied before it is written: others hold it, or new sequences may.</summary>
    public bool IsShared(int block) => references[block] > 1 || prefixes?.Contains(block) == true;

    /// <summary>Whether giving the block back once would free it.</summary>
    public bool IsHeldOnce(int block) => references[block] == 1;

    public nint AddressOf(int block) => memory!.AddressOf(block);

    /// <summary>Copies the contents of a block, keys and values of all layers.</summary>
    public void Copy(int from, int to) => memory?.Copy(from, to);

    void Free(int block)
    {
        free[freeCount++] = block;
        budget.GiveBack(bytesPerBlock);
    }

    void Create()
    {
        var added = Math.Max(16, created / 2);
        Array.Resize(ref references, created + added);
        Array.Resize(ref free, created + added);
        memory?.Grow(created + added);
        // The lowest number is taken first.
        for (var i = 0; i < added; i++)
            free[freeCount++] = created + added - 1 - i;
        created += added;
    }
}
