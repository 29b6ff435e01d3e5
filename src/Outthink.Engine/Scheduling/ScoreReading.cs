using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Outthink.Engine.Models;
using Outthink.Engine.Sampling;

namespace Outthink.Engine.Scheduling;

/// <summary>
/// Where a scoring reads, and what it keeps of each row. Places are indices of a continuation's tokens, read after
/// that token; −1 is after the parent's last. Rows may be read on several threads at once, each for members of its own.
/// </summary>
internal abstract class ScoreReading
{
    readonly float[][] values;

    ScoreReading(int[] valueCounts) => values = [.. valueCounts.Select(count => new float[count])];

    public static ScoreReading Of(ScoreRequest request, ModelConfig config) => request.ReadOut switch
    {
        ReadOut.LabelLogProbs labels => new LabelReading(labels),
        ReadOut.Head head => new HeadReading(head, config.HeadOutputs),
        ReadOut.TopLogProbs top => new TopReading(top, config.VocabularySize),
        ReadOut.TokenLogProbs tokens => new TokenReading(request.Continuations, tokens.From),
        _ => throw new InvalidOperationException($"unknown read-out {request.ReadOut}"),
    };

    /// <summary>What a row that is read has to produce.</summary>
    public virtual Wants Wants => Wants.Logits;

    /// <summary>Whether any member reads after the parent's last token.</summary>
    public abstract bool ReadsParent { get; }

    /// <summary>Tokens of a member's continuation that have to be evaluated.</summary>
    public abstract int Needed(int member);

    public abstract bool Reads(int member, int at);

    /// <summary>Takes a row for all members that read it there; false when it holds what is no number.</summary>
    public abstract bool TryRead(ReadOnlySpan<int> members, int at, ReadOnlySpan<float> outputs, Sampler sampler);

    /// <summary>What was read for a member; called once, when all is read.</summary>
    public ImmutableArray<float> Values(int member) => ImmutableCollectionsMarshal.AsImmutableArray(values[member]);

    public virtual ImmutableArray<int> TopTokens(int member) => [];

    sealed class TokenReading(ImmutableArray<ImmutableArray<int>> continuations, ImmutableArray<int> from) : ScoreReading([.. continuations.Select(c => c.Length)])
    {
        public override bool ReadsParent { get; } = from.IsEmpty || from.Contains(0);

        public override int Needed(int member) => continuations[member].Length - 1;

        public override bool Reads(int member, int at) => at + 1 < continuations[member].Length && (from.IsEmpty || at + 1 >= from[member]);

        public override bool TryRead(ReadOnlySpan<int> members, int at, ReadOnlySpan<float> outputs, Sampler sampler)
        {
            if (!sampler.TryLoad(outputs))
                return false;
            foreach (var member in members)
            {
                if (Reads(member, at))
                    values[member][at + 1] = sampler.LogProbability(outputs, continuations[member][at + 1]);
            }
            return true;
        }
    }

    /// <summary>The same number of values at each of the given positions.</summary>
    abstract class PositionReading(ReadOut.AtPositions readOut, int width) : ScoreReading([.. readOut.Positions.Select(p => p.Length * width)])
    {
        protected int Width => width;

        public override bool ReadsParent { get; } = readOut.Positions.Any(p => p[0] < 0);

        public override int Needed(int member) => readOut.Positions[member][^1] + 1;

        public override bool Reads(int member, int at) => readOut.Positions[member].BinarySearch(at) >= 0;

        protected void Keep(ReadOnlySpan<int> members, int at, ReadOnlySpan<float> row) => Keep(members, at, row, values);

        protected void Keep<T>(ReadOnlySpan<int> members, int at, ReadOnlySpan<T> row, T[][] kept)
        {
            foreach (var member in members)
            {
                if (readOut.Positions[member].BinarySearch(at) is >= 0 and var place)
                    row.CopyTo(kept[member].AsSpan(place * width));
            }
        }
    }

    sealed class LabelReading(ReadOut.LabelLogProbs readOut) : PositionReading(readOut, readOut.Labels.Length)
    {
        readonly ImmutableArray<int> labels = readOut.Labels;

        public override bool TryRead(ReadOnlySpan<int> members, int at, ReadOnlySpan<float> outputs, Sampler sampler)
        {
            var (max, sum) = (double.NegativeInfinity, 0d);
            foreach (var label in labels)
                max = Math.Max(max, outputs[label]);
            foreach (var label in labels)
                sum += Math.Exp(outputs[label] - max);
            if (!double.IsFinite(sum))
                return false;
            var total = max + Math.Log(sum);
            var row = new float[Width];
            for (var i = 0; i < row.Length; i++)
                row[i] = (float)(outputs[labels[i]] - total);
            Keep(members, at, row);
            return true;
        }
    }

    sealed class HeadReading(ReadOut.Head readOut, int outputs) : PositionReading(readOut, outputs)
    {
        public override Wants Wants => Wants.Head;

        public override bool TryRead(ReadOnlySpan<int> members, int at, ReadOnlySpan<float> outputs, Sampler sampler)
        {
            foreach (var output in outputs[..Width])
            {
                if (!float.IsFinite(output))
                    return false;
            }
            Keep(members, at, outputs[..Width]);
            return true;
        }
    }

    sealed class TopReading(ReadOut.TopLogProbs readOut, int vocabulary) : PositionReading(readOut, readOut.Count)
    {
        readonly int[][] ids = [.. readOut.Positions.Select(p => new int[p.Length * readOut.Count])];

        public override bool TryRead(ReadOnlySpan<int> members, int at, ReadOnlySpan<float> outputs, Sampler sampler)
        {
            if (!sampler.TryLoad(outputs))
                return false;
            var (row, tokens) = (new float[Width], Largest(outputs[..vocabulary], Width));
            for (var i = 0; i < row.Length; i++)
                row[i] = sampler.LogProbability(outputs, tokens[i]);
            Keep(members, at, row);
            Keep(members, at, tokens, ids);
            return true;
        }

        public override ImmutableArray<int> TopTokens(int member) => ImmutableCollectionsMarshal.AsImmutableArray(ids[member]);

        static int[] Largest(ReadOnlySpan<float> logits, int count)
        {
            // The least of those kept comes out first: the smallest logit, of equal ones the largest id.
            var kept = new PriorityQueue<int, (float Logit, int Order)>(count);
            for (var id = 0; id < logits.Length; id++)
            {
                if (kept.Count < count)
                    kept.Enqueue(id, (logits[id], -id));
                else
                    kept.EnqueueDequeue(id, (logits[id], -id));
            }
            var tokens = new int[count];
            for (var i = count - 1; i >= 0; i--)
                tokens[i] = kept.Dequeue();
            return tokens;
        }
    }
}
