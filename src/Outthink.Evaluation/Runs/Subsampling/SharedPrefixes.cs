using Outthink.Evaluation.Statistics;

namespace Outthink.Evaluation.Runs.Subsampling;

/// <summary>
/// How many tokens the trajectories of one problem share, judged by their texts: where two texts begin alike, so did
/// their tokens. It tells what fewer of them would have cost, as the engine evaluates a shared token once.
/// </summary>
internal sealed class SharedPrefixes
{
    readonly double[] tokensOfSharers;

    /// <param name="trajectories">All of the problem, truncated ones too, each with the unit it belongs to: its sample, or its subtree.</param>
    /// <param name="units">How many units there are; one may hold several trajectories or none.</param>
    public SharedPrefixes(IEnumerable<(int Unit, Trajectory Trajectory)> trajectories, int units)
    {
        Text[] sorted = [.. trajectories.Select(t => new Text(t.Unit, t.Trajectory.Text, [.. t.Trajectory.Steps])).OrderBy(t => t.All, StringComparer.Ordinal)];
        tokensOfSharers = new double[units + 1];
        int[] common = [.. sorted.Zip(sorted.Skip(1), (a, b) => a.All.AsSpan().CommonPrefixLength(b.All))];
        if (sorted.Length > 0) Walk(sorted, common, 0, sorted.Length, 0);
    }

    /// <summary>Distinct tokens expected among n random units.</summary>
    public double Tokens(int n)
    {
        int all = tokensOfSharers.Length - 1;
        double tokens = 0;
        for (int sharers = 1; sharers <= all; sharers++)
            if (tokensOfSharers[sharers] > 0) tokens += tokensOfSharers[sharers] * PassAtK.Estimate(all, sharers, n);
        return tokens;
    }

    /// <summary>Distinct tokens expected among n random units, relative to those of all; 1 for all.</summary>
    public double Share(int n)
    {
        int all = tokensOfSharers.Length - 1;
        double total = Tokens(all);
        return total == 0 ? (double)n / all : Tokens(n) / total;
    }

    void Walk(Text[] sorted, int[] common, int from, int to, double tokensAbove)
    {
        int length = to - from == 1 ? sorted[from].All.Length : common.AsSpan(from, to - from - 1).Min();
        double tokens = sorted[from].TokensUpTo(length);
        int sharers = sorted.AsSpan(from, to - from).Units;
        tokensOfSharers[sharers] += Math.Max(0, tokens - tokensAbove);
        if (to - from == 1) return;
        for (int start = from, end = from + 1; end <= to; end++)
        {
            if (end < to && common[end - 1] > length) continue;
            Walk(sorted, common, start, end, tokens);
            start = end;
        }
    }

    internal sealed record Text(int Unit, string All, Step[] Steps)
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
    extension(Span<int> numbers)
    {
        public int Min()
        {
            int min = numbers[0];
            foreach (int number in numbers) min = Math.Min(min, number);
            return min;
        }
    }

    extension(Span<SharedPrefixes.Text> texts)
    {
        /// <summary>How many units the texts are from.</summary>
        public int Units
        {
            get
            {
                if (texts.Length == 1) return 1;
                HashSet<int> units = [];
                foreach (SharedPrefixes.Text text in texts) units.Add(text.Unit);
                return units.Count;
            }
        }
    }
}
