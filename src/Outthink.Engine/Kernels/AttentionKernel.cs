using System.Runtime.CompilerServices;
using Outthink.Engine.Cache;

namespace Outthink.Engine.Kernels;

/// <summary>
/// Attention over cached blocks. Queries of one key-value head walk the blocks together, four blocks at a time; those
/// that hold the same blocks are one small matrix product, so what siblings share is loaded, and widened, once for all
/// of them. Each query's sums run over its tokens in order, whoever walks beside it.
/// </summary>
internal static unsafe class AttentionKernel<V, L> where V : struct where L : struct, ILanes<V>
{
    const int BlockTokens = AttentionBatch.BlockTokens;
    const int ChunkBlocks = AttentionBatch.ChunkBlocks;

    /// <summary>Queries from which on it pays to lay floats of several blocks side by side for one deep product.</summary>
    const int GatherQueries = 8;

    /// <summary>Queries ahead of which blocks are fetched that no other query has brought into the cache.</summary>
    const int Ahead = 6;

    /// <summary>Vectors of an output that are summed at a time.</summary>
    const int SliceVectors = 16;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(in AttentionBatch batch, float* q, int qStride, float* output, int outputStride, int from, int to, float* scratch, KernelSet kernels)
    {
        var queries = stackalloc AttentionQuery[Math.Min(AttentionBatch.MostTogether, to - from)];
        var perHead = batch.Rows * batch.HeadsPerKv;
        for (int first = from, count; first < to; first += count)
        {
            var kvHead = first / perHead;
            count = Math.Min(batch.Together, Math.Min(to, (kvHead + 1) * perHead) - first);
            var group = Gather(batch, kvHead, count, queries, scratch);
            for (int i = 0, before = -1; i < count; i++)
            {
                batch.Locate(first + i, out var row, out var head, out _);
                queries[i] = new() { Output = output + row * (long)outputStride + head * batch.HeadDim, Blocks = batch.BlocksOf(row), First = batch.FirstOf(row), Tokens = batch.PositionOf(row) + 1 };
                if (i > 0)
                    (queries[i].SharedFrom, queries[i].SharedTo) = row == before ? (0, int.MaxValue) : batch.SharedWithRowBefore(row);
                before = row;
                Copy(q + row * (long)qStride + head * batch.HeadDim, group.Packed + i * (long)batch.ValueStride, batch.HeadDim);
            }
            Attend(group, kernels);
        }
    }

    static AttentionGroup Gather(in AttentionBatch batch, int kvHead, int count, AttentionQuery* queries, float* scratch)
    {
        var (scores, rows) = (count * (long)batch.ScoreStride, count * (long)batch.ValueStride);
        return new()
        {
            Queries = queries,
            Count = count,
            HeadDim = batch.HeadDim,
            ValueStride = batch.ValueStride,
            ScoreStride = batch.ScoreStride,
            IsHalf = batch.IsHalf,
            Scale = batch.Scale,
            Keys = batch.KeyOffset + kvHead * (long)batch.HeadDim * BlockTokens,
            Values = batch.ValueOffset + kvHead * (long)batch.ValueStride * BlockTokens,
            Scores = scratch,
            Packed = scratch + scores,
            Sums = scratch + scores + rows,
            Gathered = scratch + scores + 2 * rows,
        };
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Attend(in AttentionGroup group, KernelSet kernels)
    {
        Walk(group, isValues: false);
        var totals = stackalloc float[group.Count];
        for (var i = 0; i < group.Count; i++)
        {
            var scores = group.Scores + i * (long)group.ScoreStride + group.Queries[i].First;
            var tokens = group.Queries[i].Tokens - group.Queries[i].First;
            totals[i] = kernels.Exponentials(scores, tokens, kernels.Max(scores, tokens), 1, scores);
            new Span<float>(group.Sums + i * (long)group.ValueStride, group.ValueStride).Clear();
        }
        Walk(group, isValues: true);
        var whole = group.HeadDim / L.Count * L.Count;
        for (var i = 0; i < group.Count; i++)
        {
            var sums = group.Sums + i * (long)group.ValueStride;
            var output = group.Queries[i].Output;
            var inverse = 1 / totals[i];
            for (var d = 0; d < whole; d += L.Count)
                L.Store(output + d, L.Multiply(L.Load(sums + d), L.Broadcast(inverse)));
            for (var d = whole; d < group.HeadDim; d++)
                output[d] = sums[d] * inverse;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Walk(in AttentionGroup group, bool isValues)
    {
        var (first, last) = (int.MaxValue, 0);
        for (var i = 0; i < group.Count; i++)
            (first, last) = (Math.Min(first, group.Queries[i].First), Math.Max(last, group.Queries[i].Tokens));
        for (var block = first / BlockTokens; block * BlockTokens < last; block += ChunkBlocks)
            Split(group, 0, group.Count, block, block + ChunkBlocks, isValues);
    }

    /// <summary>Computes the blocks [block, end) of the queries [from, to), in runs of queries that hold the same ones.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Split(in AttentionGroup group, int from, int to, int block, int end, bool isValues)
    {
        for (int i = from, next; i < to; i = next)
        {
            next = group.IsHalf ? i : AfterApart(group, i, to, block);
            if (next > i + 1)
            {
                Apart(group, i, next, block, isValues);
                if (block + 1 < end)
                    Split(group, i, next, block + 1, end, isValues);
                continue;
            }
            var (low, high) = group.Queries[i].Part(block);
            var after = low < high ? Math.Min(end, KvLayout.BlocksFor(group.Queries[i].Tokens)) : block + 1;
            for (next = i + 1; next < to && group.Queries[next].IsLikeTheOneBefore(block); next++)
                after = Math.Min(after, group.Queries[next].SharedTo);
            if (low < high && isValues)
                Accumulate(group, i, next, block, after);
            else if (low < high)
                Score(group, i, next, block, after);
            if (after < end && high == BlockTokens)
                Split(group, i, next, after, end, isValues);
        }
    }

    /// <summary>The end of the queries from <paramref name="from"/> on of which none shares the block with a neighbour.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static int AfterApart(in AttentionGroup group, int from, int to, int block)
    {
        var end = from + 1;
        while (end < to && !group.Queries[end].IsLikeTheOneBefore(block))
            end++;
        return end < to ? end - 1 : end;
    }

    /// <summary>One block of queries that each hold another one, four at a time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Apart(in AttentionGroup group, int from, int to, int block, bool isValues)
    {
        var rows = stackalloc ApartTile<V, L>.Row[ApartTile<V, L>.Rows];
        var count = 0;
        for (var i = from; i < to; i++)
        {
            var (low, high) = group.Queries[i].Part(block);
            if (i + Ahead < to && block * BlockTokens < group.Queries[i + Ahead].Tokens)
                ApartTile<V, L>.Prefetch((float*)group.Queries[i + Ahead].Blocks[block] + (isValues ? group.Values : group.Keys), BlockTokens * group.HeadDim);
            if (low < high)
            {
                var floats = (float*)group.Queries[i].Blocks[block];
                var scores = group.Scores + i * (long)group.ScoreStride + block * BlockTokens;
                rows[count++] = isValues
                    ? new() { X = scores + low, W = floats + group.Values + low * group.ValueStride, Y = group.Sums + i * (long)group.ValueStride, Depth = high - low }
                    : new() { X = group.Packed + i * (long)group.ValueStride, W = floats + group.Keys, Y = scores, Depth = group.HeadDim };
            }
            if (count < ApartTile<V, L>.Rows && (i + 1 < to || count == 0))
                continue;
            if (isValues)
                ApartTile<V, L>.Multiply(rows, count, group.ValueStride / L.Count, group.ValueStride, 1, accumulate: true);
            else
                ApartTile<V, L>.Multiply(rows, count, BlockTokens / L.Count, BlockTokens, group.Scale, accumulate: false);
            count = 0;
        }
    }

    /// <summary>Scores of whole blocks; those of places that a query does not attend to are never read.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Score(in AttentionGroup group, int from, int to, int block, int end)
    {
        var columns = stackalloc nint[ChunkBlocks * BlockTokens / L.Count];
        var vectors = 0;
        for (var b = block; b < end; b++)
        {
            var keys = Floats(group, group.Queries[from].Blocks[b], group.Keys, b - block, group.HeadDim * BlockTokens, isGathered: group.IsHalf);
            for (var lane = 0; lane < BlockTokens; lane += L.Count)
                columns[vectors++] = (nint)(keys + lane);
        }
        AttentionTile<V, L>.Multiply(
            group.Packed + from * (long)group.ValueStride, group.ValueStride, to - from, group.HeadDim, columns, vectors, BlockTokens,
            group.Scores + from * (long)group.ScoreStride + block * BlockTokens, group.ScoreStride, group.Scale, accumulate: false);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Accumulate(in AttentionGroup group, int from, int to, int block, int end)
    {
        var columns = stackalloc nint[SliceVectors];
        var isGathered = group.IsHalf || to - from >= GatherQueries;
        for (var b = block; b < end; b++)
        {
            var (low, high) = group.Queries[from].Part(b);
            var values = Floats(group, group.Queries[from].Blocks[b], group.Values, b - block, group.ValueStride * BlockTokens, isGathered) + low * group.ValueStride;
            var probabilities = group.Scores + from * (long)group.ScoreStride + b * BlockTokens + low;
            var depth = high - low;
            for (; isGathered && b + 1 < end; b++)
            {
                Floats(group, group.Queries[from].Blocks[b + 1], group.Values, b + 1 - block, group.ValueStride * BlockTokens, isGathered);
                depth += group.Queries[from].Part(b + 1).High;
            }
            for (var d = 0; d < group.ValueStride; d += SliceVectors * L.Count)
            {
                var vectors = Math.Min(SliceVectors, (group.ValueStride - d) / L.Count);
                for (var v = 0; v < vectors; v++)
                    columns[v] = (nint)(values + d + v * L.Count);
                AttentionTile<V, L>.Multiply(
                    probabilities, group.ScoreStride, to - from, depth, columns, vectors, group.ValueStride,
                    group.Sums + from * (long)group.ValueStride + d, group.ValueStride, 1, accumulate: true);
            }
        }
    }

    /// <summary>A head's keys or values in a block as floats: where they lie, or gathered into a place of the chunk.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static float* Floats(in AttentionGroup group, nint block, long offset, int place, int count, bool isGathered)
    {
        if (!isGathered)
            return (float*)block + offset;
        var to = group.Gathered + place * (long)count;
        if (!group.IsHalf)
        {
            Copy((float*)block + offset, to, count);
            return to;
        }
        var from = (ushort*)block + offset;
        for (var i = 0; i < count; i += L.Count)
            L.Store(to + i, L.WidenHalf(from + i));
        return to;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Copy(float* from, float* to, int count)
    {
        var whole = count / L.Count * L.Count;
        for (var i = 0; i < whole; i += L.Count)
            L.Store(to + i, L.Load(from + i));
        for (var i = whole; i < count; i++)
            to[i] = from[i];
    }
}
