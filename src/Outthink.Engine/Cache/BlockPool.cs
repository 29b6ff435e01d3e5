namespace Outthink.Engine.Cache;

/// <summary>
/// Reference counts of one model's blocks. Blocks are numbers here: who holds one, which are free. Memory is given on
/// first use, through <paramref name="memory"/> (null: none, for tests of the counting). Owned by the engine's loop.
/// </summary>
internal sealed class BlockPool(KvBudget budget, long bytesPerBlock, Kernels.BlockMemory? memory)
{
    int[] references = [];
    int[] free = [];
    int freeCount;
    int created;

    /// <summary>Blocks that somebody holds.</summary>
    public int InUse { get; private set; }

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

    public void Retain(int block)
    {
        if (references[block] == 0)
            throw new InvalidOperationException($"block {block} is free: it cannot be held again");
        references[block]++;
    }

    public void Release(int block)
    {
        if (references[block] == 0)
            throw new InvalidOperationException($"block {block} is free: it was given back twice");
        if (--references[block] > 0)
            return;
        free[freeCount++] = block;
        InUse--;
        budget.GiveBack(bytesPerBlock);
    }

    public bool IsShared(int block) => references[block] > 1;

    public nint AddressOf(int block) => memory!.AddressOf(block);

    /// <summary>Copies the contents of a block, keys and values of all layers.</summary>
    public void Copy(int from, int to) => memory?.Copy(from, to);

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
