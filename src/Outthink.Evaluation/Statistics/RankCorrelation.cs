namespace Outthink.Evaluation.Statistics;

/// <summary>Spearman's rank correlation: whether one number rises with another, however.</summary>
public static class RankCorrelation
{
    /// <summary>
    /// Spearman's rho, the correlation of the ranks, ties sharing their mean rank; from −1 to 1. Null of fewer than three
    /// pairs, and where one side is all the same.
    /// </summary>
    /// <exception cref="ArgumentException">The lists differ in length, or hold something that is no number.</exception>
    public static double? Of(ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        if (first.Length != second.Length) throw new ArgumentException($"pairs are needed: {first.Length} numbers against {second.Length}");
        if (first.Length < 3) return null;
        double[] a = Ranks(first), b = Ranks(second);
        double mean = (first.Length + 1) / 2.0, covariance = 0, varianceA = 0, varianceB = 0;
        for (int i = 0; i < a.Length; i++)
        {
            covariance += (a[i] - mean) * (b[i] - mean);
            varianceA += (a[i] - mean) * (a[i] - mean);
            varianceB += (b[i] - mean) * (b[i] - mean);
        }
        return varianceA == 0 || varianceB == 0 ? null : covariance / Math.Sqrt(varianceA * varianceB);
    }

    static double[] Ranks(ReadOnlySpan<double> values)
    {
        double[] sorted = values.ToArray(), ranks = new double[values.Length];
        if (Array.Exists(sorted, double.IsNaN)) throw new ArgumentException("a value is not a number", nameof(values));
        int[] places = [.. Enumerable.Range(0, sorted.Length)];
        Array.Sort(sorted, places);
        for (int start = 0, end; start < sorted.Length; start = end)
        {
            for (end = start; end < sorted.Length && sorted[end] == sorted[start]; end++) { }
            for (int i = start; i < end; i++) ranks[places[i]] = (start + 1 + end) / 2.0;
        }
        return ranks;
    }
}
