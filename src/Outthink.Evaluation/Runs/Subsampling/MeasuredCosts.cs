using System.Collections.Immutable;

namespace Outthink.Evaluation.Runs.Subsampling;

/// <summary>A cost at an N that was not run, from some at which it was.</summary>
internal static class MeasuredCosts
{
    /// <summary>
    /// The mean where this very N was measured; between two, on the straight line through the logarithms of both; null
    /// outside of what was measured.
    /// </summary>
    /// <param name="n">The N that is asked for.</param>
    /// <param name="measured">N and cost, in any order; an N may stand several times.</param>
    public static double? At(double n, IEnumerable<(double N, double Cost)> measured)
    {
        ImmutableArray<(double N, double Cost)> points = [.. measured.GroupBy(m => m.N, (at, costs) => (N: at, Cost: costs.Average(c => c.Cost))).OrderBy(p => p.N)];
        int right = 0;
        while (right < points.Length && points[right].N < n) right++;
        if (right == points.Length) return null;
        if (points[right].N == n) return points[right].Cost;
        if (right == 0) return null;
        (double N, double Cost) below = points[right - 1], above = points[right];
        double way = Math.Log(n / below.N) / Math.Log(above.N / below.N);
        return below.Cost <= 0 || above.Cost <= 0 ? below.Cost + (above.Cost - below.Cost) * way : below.Cost * Math.Pow(above.Cost / below.Cost, way);
    }
}
