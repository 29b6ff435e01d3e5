using Outthink.Engine.Cache;

namespace Outthink.Engine.Tests.Cache;

public sealed class BlockPoolTests
{
    [Fact]
    public void The_budget_is_shared_and_never_exceeded()
    {
        var budget = new KvBudget(100);
        var (a, b) = (new BlockPool(budget, 30, null), new BlockPool(budget, 40, null));
        var first = a.TryAllocate();
        Assert.True(b.TryAllocate() >= 0);
        Assert.True(a.TryAllocate() >= 0);
        Assert.Equal(100, budget.UsedBytes);
        Assert.Equal(-1, a.TryAllocate());
        Assert.Equal(-1, b.TryAllocate());
        a.Release(first);
        Assert.Equal(-1, b.TryAllocate());
        Assert.Equal(first, a.TryAllocate());
        Assert.Equal(2, a.InUse);
        Assert.Equal(100, budget.LimitBytes);
    }

    [Fact]
    public void A_block_is_free_when_its_last_holder_lets_go()
    {
        var pool = new BlockPool(new(1000), 1, null);
        var block = pool.TryAllocate();
        Assert.False(pool.IsShared(block));
        pool.Retain(block);
        Assert.True(pool.IsShared(block));
        pool.Release(block);
        Assert.Equal(1, pool.InUse);
        pool.Release(block);
        Assert.Equal(0, pool.InUse);
        Assert.Throws<InvalidOperationException>(() => pool.Release(block));
        Assert.Throws<InvalidOperationException>(() => pool.Retain(block));
    }

    [Fact]
    public void Blocks_are_made_as_they_are_asked_for()
    {
        var pool = new BlockPool(new(long.MaxValue), 1, null);
        var blocks = Enumerable.Range(0, 1000).Select(_ => pool.TryAllocate()).ToArray();
        Assert.Equal(1000, blocks.Distinct().Count());
        Assert.Equal(1000, pool.InUse);
    }

    [Fact]
    public void The_layout_holds_every_key_and_value_apart()
    {
        var layout = new KvLayout(3, 2, 18);
        Assert.Equal(32, layout.ValueStride);
        Assert.Equal(3 * (2 * 18 * 16 + 2 * 32 * 16), layout.FloatsPerBlock);
        Assert.Equal(4 * layout.FloatsPerBlock, layout.BytesPerBlock);
        Assert.Equal(layout.KeyOffset(2) + 2 * 18 * 16, layout.ValueOffset(2));
        Assert.Equal(layout.FloatsPerBlock, layout.ValueOffset(2) + 2 * 32 * 16);
        Assert.Equal([0, 1, 1, 2], ((int[])[0, 1, 16, 17]).Select(KvLayout.BlocksFor));
    }
}
