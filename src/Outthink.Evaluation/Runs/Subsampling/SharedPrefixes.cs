using Outthink.Evaluation.Statistics;

namespace Outthink.Evaluation.Runs.Subsampling;

/// <summary>
/// How many tokens samples of one problem share, judged by their texts: where two texts begin alike, so did their
/// tokens. It tells what fewer samples would have cost, as the engine evaluates a shared token once.
/// </summary>
internal sealed class SharedPrefixes
{
    readonly double[] tokensOfSharers;

    /// <param name="samples">All samples of the problem, truncated ones too.</param>
    public SharedPrefixes(IEnumerable<Trajectory> samples)
    {
        Sample[] sorted = [.. samples.Select(t => new Sample(t.Text, t.Steps.ToArray())).OrderBy(s => s.Text, StringComparer.Ordinal)];
        tokensOfSharers = new double[sorted.Length + 1];
        int[] common = [.. sorted.Zip(sorted.Skip(1), (a, b) => a.Text.AsSpan().CommonPrefixLength(b.Text))];
        if (sorted.Length > 0) Walk(sorted, common, 0, sorted.Length, 0);
    }

    /// <summary>Distinct tokens expected among n random samples, relative to those of all; 1 for all.</summary>
    public double Share(int n)
    {
        int all = tokensOfSharers.Length - 1;
        double some = 0, total = 0;
        for (int sharers = 1; sharers <= all; sharers++)
        {
            some += tokensOfSharers[sharers] * PassAtK.Estimate(all, sharers, n);
            total += tokensOfSharers[sharers];
        }
        return total == 0 ? (double)n / all : some / total;
    }

    void Walk(Sample[] sorted, int[] common, int from, int to, double tokensAbove)
    {
        int length = to - from == 1 ? sorted[from].Text.Length : common.AsSpan(from, to - from - 1).Min();
        double tokens = sorted[from].TokensUpTo(length);
        tokensOfSharers[to - from] += Math.Max(0, tokens - tokensAbove);
        if (to - from == 1) return;
        for (int start = from, end = from + 1; end <= to; end++)
        {
            if (end < to && common[end - 1] > length) continue;
            Walk(sorted, common, start, end, tokens);
            start = end;
        }
    }

    sealed record Sample(string Text, Step[] Steps)
    {
        /// <summary>Tokens of the first characters; those of a step are spread evenly over its characters.</summary>
        public double TokensUpTo(int length)
        {
            double tokens = 0;
            foreach (Step step in Steps)
            {
                if (length <= 0) break;
                tokens += step.Text.Length <= length ? step.TokenCount : (double)step.TokenCount * length / step.Text.Length;
                length -= step.Text.Length;
            }
            return tokens;
        }
    }
}

file static class Spans
{
    public static int Min(this Span<int> numbers)
    {
        int min = numbers[0];
        foreach (int number in numbers) min = Math.Min(min, number);
        return min;
    }
}
