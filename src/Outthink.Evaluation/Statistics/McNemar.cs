namespace Outthink.Evaluation.Statistics;

/// <summary>McNemar's exact test of two methods on the same problems.</summary>
/// <param name="OnlyFirst">Problems only the first method solved.</param>
/// <param name="OnlySecond">Problems only the second method solved.</param>
public readonly record struct McNemar(int OnlyFirst, int OnlySecond)
{
    /// <summary>Counts the discordant pairs of two methods' outcomes, problem by problem.</summary>
    /// <exception cref="ArgumentException">The lists differ in length: they are not about the same problems.</exception>
    public static McNemar Of(ReadOnlySpan<bool> first, ReadOnlySpan<bool> second)
    {
        if (first.Length != second.Length)
            throw new ArgumentException($"the two methods must have run on the same problems: {first.Length} outcomes against {second.Length}");
        int onlyFirst = 0, onlySecond = 0;
        for (int i = 0; i < first.Length; i++)
        {
            if (first[i] && !second[i]) onlyFirst++;
            if (second[i] && !first[i]) onlySecond++;
        }
        return new McNemar(onlyFirst, onlySecond);
    }

    /// <summary>Two-sided p: twice the smaller binomial tail at ½, at most 1.</summary>
    public double PValue
    {
        get
        {
            int n = OnlyFirst + OnlySecond, k = Math.Min(OnlyFirst, OnlySecond);
            double logTerm = -n * Math.Log(2), tail = Math.Exp(logTerm);
            for (int i = 1; i <= k; i++)
            {
                logTerm += Math.Log((double)(n - i + 1) / i);
                tail += Math.Exp(logTerm);
            }
            return Math.Min(1, 2 * tail);
        }
    }
}
