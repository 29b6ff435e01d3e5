using FsCheck.Xunit;
using Outthink.Engine.Cache;
using Outthink.Engine.Kernels;

namespace Outthink.Engine.Tests.Cache;

public sealed class BlockTableTests
{
    /// <summary>A table and what it should hold; tokens are floats in blocks of 16 floats.</summary>
    sealed record Line(BlockTable Table, List<float> Tokens);

    [Property(MaxTest = 100)]
    public bool Forks_appends_and_prunings_never_disturb_one_another(int seed)
    {
        var random = new Random(seed);
        var budget = new KvBudget(random.Next(2) == 0 ? 64 * 12 : 64 * 4000);
        using var memory = new BlockMemory(16);
        var pool = new BlockPool(budget, 64, memory);
        var lines = new List<Line> { new(new(), []) };
        var next = 1f;
        for (var step = 0; step < 120; step++)
        {
            var line = lines[random.Next(lines.Count)];
            switch (random.Next(5))
            {
                case 0 or 1 or 2:
                    var count = random.Next(1, 20);
                    if (!line.Table.TryReserve(line.Tokens.Count, count, pool))
                        break;
                    for (var i = 0; i < count; i++)
                    {
                        Place(pool, line, line.Tokens.Count) = next;
                        line.Tokens.Add(next++);
                    }
                    break;
                case 3:
                    var fork = new Line(new(), [.. line.Tokens.Take(random.Next(line.Tokens.Count + 1))]);
                    fork.Table.ForkFrom(line.Table, fork.Tokens.Count, pool);
                    lines.Add(fork);
                    break;
                case 4 when lines.Count > 1:
                    line.Table.Clear(pool);
                    lines.Remove(line);
                    break;
            }
            if (budget.UsedBytes > budget.LimitBytes || pool.InUse != lines.SelectMany(l => l.Table.Blocks.ToArray()).Distinct().Count())
                return false;
            foreach (var l in lines)
            {
                for (var i = 0; i < l.Tokens.Count; i++)
                {
                    if (Place(pool, l, i) != l.Tokens[i])
                        return false;
                }
            }
        }
        foreach (var line in lines)
            line.Table.Clear(pool);
        return pool.InUse == 0 && budget.UsedBytes == 0;
    }

    [Fact]
    public void A_fork_shares_full_and_partial_blocks_and_copies_on_the_first_write_only()
    {
        var pool = new BlockPool(new(1 << 20), 1, null);
        var (parent, child) = (new BlockTable(), new BlockTable());
        Assert.True(parent.TryReserve(0, 40, pool));
        child.ForkFrom(parent, 40, pool);
        Assert.Equal(3, pool.InUse);
        Assert.True(child.TryReserve(40, 1, pool));
        Assert.Equal(4, pool.InUse);
        Assert.Equal(parent[1], child[1]);
        Assert.NotEqual(parent[2], child[2]);
        var own = parent[2];
        Assert.True(parent.TryReserve(40, 1, pool));
        Assert.Equal(own, parent[2]);
        Assert.Equal(4, pool.InUse);
    }

    [Fact]
    public void A_table_that_holds_blocks_does_not_become_a_fork()
    {
        var pool = new BlockPool(new(1 << 20), 1, null);
        var table = new BlockTable();
        Assert.True(table.TryReserve(0, 1, pool));
        Assert.Throws<InvalidOperationException>(() => table.ForkFrom(new(), 0, pool));
    }

    [Fact]
    public void What_was_reserved_before_the_budget_ran_out_is_kept()
    {
        var pool = new BlockPool(new(3), 1, null);
        var (a, b) = (new BlockTable(), new BlockTable());
        Assert.False(a.TryReserve(0, 100, pool));
        Assert.Equal(3, a.Count);
        b.ForkFrom(a, 5, pool);
        Assert.False(b.TryReserve(5, 1, pool));
        Assert.Equal(a[0], b[0]);
        a.Clear(pool);
        Assert.Equal(1, pool.InUse);
        Assert.True(b.TryReserve(5, 1, pool));
    }

    static unsafe ref float Place(BlockPool pool, Line line, int token) =>
        ref ((float*)pool.AddressOf(line.Table[token / 16]))[token % 16];
}
