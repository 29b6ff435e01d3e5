using System.Runtime.CompilerServices;

namespace Outthink.Engine.Kernels;

/// <summary>
/// Attention over cached blocks. Blocks are the outer loop and a group of queries the inner one, so that the keys and
/// values that siblings share come from memory once; four queries are computed at a time to fill the pipeline.
/// </summary>
internal static unsafe class AttentionKernel<V, L> where V : struct where L : struct, ILanes<V>
{
    const int BlockTokens = AttentionBatch.BlockTokens;
    const int Quad = 4;

    struct Query
    {
        public float* Q;
        public float* Output;
        public nint* Blocks;
        public long Keys;
        public long Values;
        public int Tokens;
        public float* Scores;  // whole blocks; probabilities later
        public float* Sum;     // valueStride floats
        public float Total;
    }

    public static void Run(in AttentionBatch batch, float* q, int qStride, float* output, int outputStride, int from, int to, float* scratch, KernelSet kernels)
    {
        var queries = stackalloc Query[AttentionBatch.Group];
        for (var first = from; first < to; first += AttentionBatch.Group)
        {
            var count = Math.Min(AttentionBatch.Group, to - first);
            for (var i = 0; i < count; i++)
                queries[i] = Prepare(batch, q, qStride, output, outputStride, first + i, i, scratch);
            Score(queries, count, batch.HeadDim, batch.Scale);
            for (var i = 0; i < count; i++)
            {
                var scores = queries[i].Scores;
                queries[i].Total = kernels.Exponentials(scores, queries[i].Tokens, kernels.Max(scores, queries[i].Tokens), 1, scores);
            }
            Accumulate(queries, count, batch.ValueStride);
            for (var i = 0; i < count; i++)
            {
                var inverse = 1 / queries[i].Total;
                for (var d = 0; d < batch.HeadDim; d++)
                    queries[i].Output[d] = queries[i].Sum[d] * inverse;
            }
        }
    }

    static Query Prepare(in AttentionBatch batch, float* q, int qStride, float* output, int outputStride, int query, int slot, float* scratch)
    {
        batch.Locate(query, out var row, out var head, out var kvHead);
        var sum = scratch + AttentionBatch.Group * (long)batch.ScoreStride + slot * (long)batch.ValueStride;
        new Span<float>(sum, batch.ValueStride).Clear();
        return new()
        {
            Q = q + row * (long)qStride + head * batch.HeadDim,
            Output = output + row * (long)outputStride + head * batch.HeadDim,
            Blocks = batch.BlocksOf(row),
            Keys = batch.KeyOffset + kvHead * (long)batch.HeadDim * BlockTokens,
            Values = batch.ValueOffset + kvHead * (long)batch.ValueStride * BlockTokens,
            Tokens = batch.PositionOf(row) + 1,
            Scores = scratch + slot * (long)batch.ScoreStride,
            Sum = sum,
        };
    }

    /// <summary>Scores of whole blocks; those of tokens beyond a query's own are never read.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Score(Query* queries, int count, int headDim, float scale)
    {
        var factor = L.Broadcast(scale);
        for (var block = 0; ; block++)
        {
            var any = false;
            for (var i = 0; i < count; i += Quad)
            {
                // Slots beyond the last query, or whose context has ended, repeat a neighbour's work.
                var a = Live(queries, i, i, count, block);
                var b = Live(queries, i, i + 1, count, block);
                var c = Live(queries, i, i + 2, count, block);
                var d = Live(queries, i, i + 3, count, block);
                if (a == null)
                    continue;
                any = true;
                var qa = a->Q;
                var qb = b->Q;
                var qc = c->Q;
                var qd = d->Q;
                for (var lane = 0; lane < BlockTokens; lane += L.Count)
                {
                    var ka = (float*)a->Blocks[block] + a->Keys + lane;
                    var kb = (float*)b->Blocks[block] + b->Keys + lane;
                    var kc = (float*)c->Blocks[block] + c->Keys + lane;
                    var kd = (float*)d->Blocks[block] + d->Keys + lane;
                    var (sa, sb, sc, sd) = (L.Broadcast(0), L.Broadcast(0), L.Broadcast(0), L.Broadcast(0));
                    for (var dim = 0; dim < headDim; dim++)
                    {
                        sa = L.MultiplyAdd(L.Broadcast(qa[dim]), L.Load(ka + dim * BlockTokens), sa);
                        sb = L.MultiplyAdd(L.Broadcast(qb[dim]), L.Load(kb + dim * BlockTokens), sb);
                        sc = L.MultiplyAdd(L.Broadcast(qc[dim]), L.Load(kc + dim * BlockTokens), sc);
                        sd = L.MultiplyAdd(L.Broadcast(qd[dim]), L.Load(kd + dim * BlockTokens), sd);
                    }
                    var at = block * (long)BlockTokens + lane;
                    L.Store(a->Scores + at, L.Multiply(sa, factor));
                    L.Store(b->Scores + at, L.Multiply(sb, factor));
                    L.Store(c->Scores + at, L.Multiply(sc, factor));
                    L.Store(d->Scores + at, L.Multiply(sd, factor));
                }
            }
            if (!any)
                return;
        }
    }

    /// <summary>The query in a slot when it has this block; else another of the four that has; null when none has.</summary>
    static Query* Live(Query* queries, int first, int slot, int count, int block)
    {
        if (slot < count && queries[slot].Tokens > block * BlockTokens)
            return queries + slot;
        for (var i = first; i < Math.Min(first + Quad, count); i++)
        {
            if (queries[i].Tokens > block * BlockTokens)
                return queries + i;
        }
        return null;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Accumulate(Query* queries, int count, int valueStride)
    {
        for (var block = 0; ; block++)
        {
            var any = false;
            for (var i = 0; i < count; i += Quad)
            {
                var together = BlockTokens; // tokens of the block that all four have
                for (var j = i; j < i + Quad; j++)
                    together = Math.Min(together, j < count ? Math.Max(0, queries[j].Tokens - block * BlockTokens) : 0);
                if (together > 0)
                    AccumulateFour(queries + i, block, together, valueStride);
                for (var j = i; j < Math.Min(i + Quad, count); j++)
                {
                    var tokens = Math.Min(BlockTokens, queries[j].Tokens - block * BlockTokens);
                    if (tokens > together)
                        AccumulateOne(queries + j, block, together, tokens, valueStride);
                    any |= tokens > 0;
                }
            }
            if (!any)
                return;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void AccumulateFour(Query* q, int block, int tokens, int valueStride)
    {
        var at = block * (long)BlockTokens;
        var pa = q[0].Scores + at;
        var pb = q[1].Scores + at;
        var pc = q[2].Scores + at;
        var pd = q[3].Scores + at;
        for (var dim = 0; dim < valueStride; dim += L.Count)
        {
            var va = (float*)q[0].Blocks[block] + q[0].Values + dim;
            var vb = (float*)q[1].Blocks[block] + q[1].Values + dim;
            var vc = (float*)q[2].Blocks[block] + q[2].Values + dim;
            var vd = (float*)q[3].Blocks[block] + q[3].Values + dim;
            var (sa, sb, sc, sd) = (L.Load(q[0].Sum + dim), L.Load(q[1].Sum + dim), L.Load(q[2].Sum + dim), L.Load(q[3].Sum + dim));
            var offset = 0L;
            for (var t = 0; t < tokens; t++, offset += valueStride)
            {
                sa = L.MultiplyAdd(L.Broadcast(pa[t]), L.Load(va + offset), sa);
                sb = L.MultiplyAdd(L.Broadcast(pb[t]), L.Load(vb + offset), sb);
                sc = L.MultiplyAdd(L.Broadcast(pc[t]), L.Load(vc + offset), sc);
                sd = L.MultiplyAdd(L.Broadcast(pd[t]), L.Load(vd + offset), sd);
            }
            L.Store(q[0].Sum + dim, sa);
            L.Store(q[1].Sum + dim, sb);
            L.Store(q[2].Sum + dim, sc);
            L.Store(q[3].Sum + dim, sd);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void AccumulateOne(Query* q, int block, int from, int to, int valueStride)
    {
        var probabilities = q->Scores + block * (long)BlockTokens;
        for (var dim = 0; dim < valueStride; dim += L.Count)
        {
            var values = (float*)q->Blocks[block] + q->Values + dim;
            var sum = L.Load(q->Sum + dim);
            for (var t = from; t < to; t++)
                sum = L.MultiplyAdd(L.Broadcast(probabilities[t]), L.Load(values + t * (long)valueStride), sum);
            L.Store(q->Sum + dim, sum);
        }
    }
}
