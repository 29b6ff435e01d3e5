namespace Outthink.Evaluation.Statistics;

/// <summary>How well scores tell right from wrong.</summary>
public static class RocCurve
{
    /// <summary>
    /// Area under the curve: the chance that a right one outscores a wrong one, ties counting half
    /// (the Mann–Whitney statistic). Null when one of the two kinds is missing.
    /// </summary>
    /// <exception cref="ArgumentException">A score is NaN.</exception>
    public static double? Area(IEnumerable<(double Score, bool IsRight)> scored)
    {
        (double Score, bool IsRight)[] sorted = [.. scored];
        if (sorted.Any(s => double.IsNaN(s.Score))) throw new ArgumentException("a score is not a number", nameof(scored));
        Array.Sort(sorted, (a, b) => a.Score.CompareTo(b.Score));
        long right = sorted.LongCount(s => s.IsRight), wrong = sorted.Length - right, wrongBelow = 0;
        if (right == 0 || wrong == 0) return null;
        double wins = 0;
        for (int start = 0, end; start < sorted.Length; start = end)
        {
            long rightHere = 0;
            for (end = start; end < sorted.Length && sorted[end].Score == sorted[start].Score; end++)
                if (sorted[end].IsRight) rightHere++;
            long wrongHere = end - start - rightHere;
            wins += rightHere * (wrongBelow + 0.5 * wrongHere);
            wrongBelow += wrongHere;
        }
        return wins / ((double)right * wrong);
    }
}
