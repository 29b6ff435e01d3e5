using System.Runtime.Intrinsics;
using Outthink.Engine.Kernels;

namespace Outthink.Engine.Sampling;

/// <summary>
/// Draws tokens from a row of logits. One row is loaded, then any number of tokens are drawn from it. Buffers are
/// made once; belongs to one thread.
/// </summary>
internal sealed class Sampler
{
    const int Group = 16;

    readonly KernelSet kernels;
    readonly int vocabulary;
    readonly float[] weights;      // [vocabulary, padded]: unnormalised probabilities of what may be drawn, else zero
    readonly double[] groupEnds;   // [groups]: sum of the weights up to the end of each group of 16
    readonly Selection selection;
    int greedy;
    float logTotal;

    public Sampler(KernelSet kernels, int vocabulary)
    {
        (this.kernels, this.vocabulary) = (kernels, vocabulary);
        var groups = (vocabulary + Group - 1) / Group;
        weights = new float[groups * Group];
        groupEnds = new double[groups];
        selection = new(vocabulary);
    }

    /// <summary>
    /// Takes a row of logits (room for whole groups of 16; at most one row at a time). False when one of them is not a
    /// number, or all are negative infinity: nothing can be drawn then.
    /// </summary>
    public bool TryLoad(ReadOnlySpan<float> logits, SamplingOptions options)
    {
        if (!TryNormalize(logits, out var max))
            return false;
        if (options.Temperature == 0)
        {
            greedy = logits[..vocabulary].IndexOf(max);
            return true;
        }
        greedy = -1;
        if (options.Temperature != 1)
            kernels.Exponentials(logits, vocabulary, max, (float)(1 / options.Temperature), weights);
        if ((options.TopK > 0 && options.TopK < vocabulary) || options.TopP < 1 || options.MinP > 0)
            selection.Cut(weights.AsSpan(0, vocabulary), options);
        SumGroups();
        return true;
    }

    /// <summary>Takes a row of logits for <see cref="LogProbability"/> only.</summary>
    public bool TryLoad(ReadOnlySpan<float> logits) => TryNormalize(logits, out _);

    /// <summary>The model's own log-probability of a token, at temperature 1 and before any cut.</summary>
    public float LogProbability(ReadOnlySpan<float> logits, int token) => logits[token] - logTotal;

    /// <summary>The token at <paramref name="uniform"/> in [0, 1) of the distribution, tokens in order of their ids.</summary>
    public int Draw(double uniform)
    {
        if (greedy >= 0)
            return greedy;
        var (target, total) = (uniform * groupEnds[^1], groupEnds[^1]);
        // The first group that ends beyond the target, or where the sum is reached.
        var (group, last) = (0, groupEnds.Length - 1);
        while (group < last)
        {
            var middle = (group + last) / 2;
            if (groupEnds[middle] > target || groupEnds[middle] >= total)
                last = middle;
            else
                group = middle + 1;
        }
        var reached = group == 0 ? 0 : groupEnds[group - 1];
        var drawn = 0;
        for (var token = group * Group; token < Math.Min(vocabulary, (group + 1) * Group); token++)
        {
            if (weights[token] == 0)
                continue;
            drawn = token;
            reached += weights[token];
            if (target < reached)
                break;
        }
        return drawn;
    }

    bool TryNormalize(ReadOnlySpan<float> logits, out float max)
    {
        max = kernels.Max(logits[..vocabulary]);
        var total = kernels.Exponentials(logits, vocabulary, max, 1, weights);
        logTotal = max + (float)Math.Log(total);
        return total > 0 && float.IsFinite(total);
    }

    void SumGroups()
    {
        var sum = 0d;
        for (var group = 0; group < groupEnds.Length; group++)
        {
            // Four sums, of tokens i % 4, ascending.
            var (first, second) = Vector256.Widen(Vector256.LoadUnsafe(ref weights[group * Group]));
            var (third, fourth) = Vector256.Widen(Vector256.LoadUnsafe(ref weights[group * Group + Group / 2]));
            var sums = first + second + third + fourth;
            groupEnds[group] = sum += sums[0] + sums[1] + (sums[2] + sums[3]);
        }
    }
}
