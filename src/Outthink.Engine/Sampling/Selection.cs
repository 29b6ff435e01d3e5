using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Outthink.Engine.Sampling;

/// <summary>
/// Cuts a distribution by setting weights to zero, without sorting it: a bound that few tokens reach is found first,
/// and only those that reach it are looked at more closely. Among equal weights the lower token goes first.
/// </summary>
internal sealed class Selection(int vocabulary)
{
    /// <summary>Tokens of which only the largest weight is looked at to bound the n-th largest of all.</summary>
    const int Stretch = 64;

    /// <summary>Candidates that are sorted rather than divided further.</summary>
    const int Few = 32;

    static readonly Comparison<Candidate> ByRank = static (a, b) => IsBefore(a, b) ? -1 : IsBefore(b, a) ? 1 : 0;

    readonly Candidate[] candidates = new Candidate[vocabulary];
    readonly float[] maxima = new float[(vocabulary + Stretch - 1) / Stretch];
    int count;

    readonly record struct Candidate(float Weight, int Token);

    /// <summary>
    /// Applies the options' cuts in their order: top k, then top p of what is left, then min p. The largest weight is 1,
    /// and tokens of weight zero are out already.
    /// </summary>
    public void Cut(Span<float> weights, SamplingOptions options)
    {
        var isTopK = options.TopK > 0 && options.TopK < weights.Length;
        var total = 0d;
        if (isTopK)
        {
            Collect(weights, options.TopK > maxima.Length ? 0 : LeastOfLargest(weights, options.TopK));
            KeepFirst(options.TopK);
            for (var i = 0; i < count; i++)
                total += candidates[i].Weight;
        }
        else if (options.TopP < 1)
        {
            total = Sum(weights);
            // All weights below this together hold less than 1 − top p of the sum, so none of them is needed.
            Collect(weights, (float)(0.999 * (1 - options.TopP) * total / weights.Length));
        }
        else
        {
            Collect(weights, (float)options.MinP);
        }
        if (options.TopP < 1)
            KeepMass(options.TopP * total);
        weights.Clear();
        foreach (var (weight, token) in candidates.AsSpan(0, count))
        {
            if (weight >= (float)options.MinP)
                weights[token] = weight;
        }
    }

    /// <summary>The tokens whose weight is at least this, and not zero.</summary>
    void Collect(ReadOnlySpan<float> weights, float least)
    {
        least = Math.Max(least, float.Epsilon);
        count = 0;
        var bound = Vector256.Create(least);
        var at = 0;
        for (; at <= weights.Length - Vector256<float>.Count; at += Vector256<float>.Count)
        {
            var reaches = Vector256.GreaterThanOrEqual(Vector256.Create(weights[at..]), bound).ExtractMostSignificantBits();
            for (; reaches != 0; reaches &= reaches - 1)
                Add(weights, at + BitOperations.TrailingZeroCount(reaches));
        }
        for (; at < weights.Length; at++)
        {
            if (weights[at] >= least)
                Add(weights, at);
        }
    }

    void Add(ReadOnlySpan<float> weights, int token) => candidates[count++] = new(weights[token], token);

    /// <summary>
    /// A weight that the n-th largest reaches: the n-th largest of the largest of each stretch, since that many tokens
    /// reach it. For n up to the number of stretches.
    /// </summary>
    float LeastOfLargest(ReadOnlySpan<float> weights, int n)
    {
        for (var i = 0; i < maxima.Length; i++)
            maxima[i] = Largest(weights.Slice(i * Stretch, Math.Min(Stretch, weights.Length - i * Stretch)));
        return NthLargest(maxima, n);
    }

    static float Largest(ReadOnlySpan<float> weights)
    {
        var largest = 0f;
        if (weights.Length == Stretch)
        {
            var max = Vector256<float>.Zero;
            for (var i = 0; i < Stretch; i += Vector256<float>.Count)
                max = Vector256.MaxNative(max, Vector256.Create(weights[i..]));
            for (var lane = 0; lane < Vector256<float>.Count; lane++)
                largest = Math.Max(largest, max[lane]);
            return largest;
        }
        foreach (var weight in weights)
            largest = Math.Max(largest, weight);
        return largest;
    }

    static double Sum(ReadOnlySpan<float> weights)
    {
        var sum = Vector256<double>.Zero;
        var at = 0;
        for (; at <= weights.Length - Vector256<float>.Count; at += Vector256<float>.Count)
        {
            var (low, high) = Vector256.Widen(Vector256.Create(weights[at..]));
            sum = sum + low + high;
        }
        var rest = 0d;
        for (; at < weights.Length; at++)
            rest += weights[at];
        return sum[0] + sum[1] + (sum[2] + sum[3]) + rest;
    }

    /// <summary>Keeps the first n candidates (quickselect).</summary>
    void KeepFirst(int n)
    {
        var (low, high) = (0, count);
        while (n < count && high - low > 1)
        {
            var middle = Divide(low, high);
            if (n <= middle)
                high = middle;
            else
                low = middle;
            if (n == low || n == high)
                break;
        }
        count = Math.Min(n, count);
    }

    /// <summary>Keeps the first candidates, until they hold this mass: a quickselect that asks for mass, not number.</summary>
    void KeepMass(double mass)
    {
        var (low, high, held) = (0, count, 0d);
        while (high - low > Few)
        {
            var middle = Divide(low, high);
            var inside = 0d;
            for (var i = low; i < middle; i++)
                inside += candidates[i].Weight;
            if (held + inside >= mass)
                high = middle;
            else
                (low, held) = (middle, held + inside);
        }
        candidates.AsSpan(low, high - low).Sort(ByRank);
        while (low < high && held < mass)
            held += candidates[low++].Weight;
        count = low;
    }

    /// <summary>
    /// Reorders the candidates [low, high), at least two, so that all before the place returned go before all from there
    /// on (Hoare's partition); both parts have one at least.
    /// </summary>
    int Divide(int low, int high)
    {
        var (pivot, i, j) = (candidates[low + (high - low) / 2], low, high - 1);
        while (i <= j)
        {
            while (IsBefore(candidates[i], pivot))
                i++;
            while (IsBefore(pivot, candidates[j]))
                j--;
            if (i <= j)
            {
                (candidates[i], candidates[j]) = (candidates[j], candidates[i]);
                i++;
                j--;
            }
        }
        return j + 1 > low ? j + 1 : i;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static bool IsBefore(Candidate a, Candidate b) => a.Weight > b.Weight || (a.Weight == b.Weight && a.Token < b.Token);

    /// <summary>The n-th largest value; reorders (quickselect, Hoare's partition).</summary>
    static float NthLargest(Span<float> values, int n)
    {
        var (low, high, at) = (0, values.Length - 1, n - 1);
        while (low < high)
        {
            var (pivot, i, j) = (values[low + (high - low) / 2], low, high);
            while (i <= j)
            {
                while (values[i] > pivot)
                    i++;
                while (values[j] < pivot)
                    j--;
                if (i <= j)
                {
                    (values[i], values[j]) = (values[j], values[i]);
                    i++;
                    j--;
                }
            }
            if (at <= j)
                high = j;
            else if (at >= i)
                low = i;
            else
                break;
        }
        return values[at];
    }
}
