using FsCheck.Xunit;
using Outthink.Engine.Cache;
using Outthink.Engine.Kernels;

namespace Outthink.Engine.Tests.Cache;

/// <summary>Blocks found by their tokens hold what those tokens gave, and nothing is held twice or lost.</summary>
public sealed class PrefixIndexTests
{
    sealed record Line(BlockTable Table, int[] Tokens)
    {
        public int Computed { get; set; }
    }

    [Property(MaxTest = 100)]
    public bool What_is_adopted_was_computed_from_the_same_tokens(int seed)
    {
        var random = new Random(seed);
        var budget = new KvBudget(64 * random.Next(8, 40), 64 * random.Next(1, 12));
        using var memory = new BlockMemory(16);
        var pool = new BlockPool(budget, 64, memory, new());
        budget.Add(pool);
        var lines = new List<Line>();
        for (var step = 0; step < 200; step++)
        {
            switch (random.Next(6))
            {
                case 0 or 1:
                    // Three beginnings, so that many sequences begin alike and part somewhere.
                    var beginning = random.Next(3);
                    var parting = random.Next(60);
                    var line = new Line(new(), [.. Enumerable.Range(0, 70).Select(i => i < parting ? beginning : random.Next(3))]);
                    line.Computed = line.Table.Adopt(line.Tokens, pool);
                    lines.Add(line);
                    break;
                case 2 when lines.Count > 0:
                    var source = lines[random.Next(lines.Count)];
                    var fork = new Line(new(), source.Tokens[..]) { Computed = random.Next(source.Computed + 1) };
                    fork.Table.ForkFrom(source.Table, fork.Computed, pool);
                    fork.Tokens.AsSpan(fork.Computed).Fill(random.Next(3));
                    lines.Add(fork);
                    break;
                case 3 when lines.Count > 0:
                    var gone = lines[random.Next(lines.Count)];
                    gone.Table.Clear(pool);
                    lines.Remove(gone);
                    break;
                default:
                    if (lines.Count > 0)
                        Compute(lines[random.Next(lines.Count)], random.Next(1, 30), pool);
                    break;
            }
            var held = lines.SelectMany(l => l.Table.Blocks.ToArray()).Distinct().Count();
            if (pool.InUse != held || budget.UsedBytes != 64 * (pool.InUse + pool.Kept) || budget.KeptBytes != 64 * pool.Kept)
                return false;
            if (budget.UsedBytes > budget.LimitBytes || budget.KeptBytes > budget.KeptLimitBytes)
                return false;
            if (!lines.All(l => Enumerable.Range(0, l.Computed).All(i => Place(pool, l, i) == StateOf(l, i))))
                return false;
        }
        foreach (var line in lines)
            line.Table.Clear(pool);
        while (pool.TryGiveUpKept())
        {
        }
        return pool.InUse == 0 && pool.Kept == 0 && budget.UsedBytes == 0 && budget.FreeBytes == budget.LimitBytes;
    }

    [Fact]
    public void The_block_kept_longest_is_given_up_and_never_before_one_that_follows_it()
    {
        var budget = new KvBudget(4, 4);
        var pool = new BlockPool(budget, 1, null, new());
        budget.Add(pool);
        var (a, b) = (new Line(new(), [.. Enumerable.Repeat(1, 40)]), new Line(new(), [.. Enumerable.Repeat(2, 40)]));
        foreach (var line in (Line[])[a, b])
        {
            Assert.True(line.Table.TryReserve(0, 32, pool));
            while (line.Table.IsNextFull(32, pool, out var first))
                line.Table.Publish(line.Tokens.AsSpan(first, 16), pool);
            line.Table.Clear(pool);
        }
        Assert.Equal((0, 4), (pool.InUse, pool.Kept));
        // Two blocks more are needed: the second of a's, then its first.
        var table = new BlockTable();
        Assert.True(table.TryReserve(0, 16, pool));
        Assert.Equal(16, a.Table.Adopt(a.Tokens, pool));
        a.Table.Clear(pool);
        Assert.Equal(32, b.Table.Adopt(b.Tokens, pool));
        Assert.True(table.TryReserve(0, 32, pool));
        Assert.Equal(0, a.Table.Adopt(a.Tokens, pool));
        Assert.False(table.TryReserve(0, 48, pool));
    }

    static void Compute(Line line, int count, BlockPool pool)
    {
        count = Math.Min(count, line.Tokens.Length - line.Computed);
        if (count == 0 || !line.Table.TryReserve(line.Computed, count, pool))
            return;
        for (var i = 0; i < count; i++, line.Computed++)
            Place(pool, line, line.Computed) = StateOf(line, line.Computed);
        while (line.Table.IsNextFull(line.Computed, pool, out var first))
            line.Table.Publish(line.Tokens.AsSpan(first, 16), pool);
    }

    /// <summary>What a token's keys and values stand for: a number that depends on all tokens up to it.</summary>
    static float StateOf(Line line, int token)
    {
        var state = 0;
        for (var i = 0; i <= token; i++)
            state = (state * 31 + line.Tokens[i] + 1) & 0xfffff;
        return state;
    }

    static unsafe ref float Place(BlockPool pool, Line line, int token) =>
        ref ((float*)pool.AddressOf(line.Table[token / 16]))[token % 16];
}
