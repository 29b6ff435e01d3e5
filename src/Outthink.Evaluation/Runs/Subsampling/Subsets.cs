using System.Collections;
using Outthink.Evaluation.Suites;

namespace Outthink.Evaluation.Runs.Subsampling;

/// <summary>Subsets of n of N units.</summary>
internal static class Subsets
{
    /// <summary>More subsets than these are drawn from, not gone through.</summary>
    public const int Most = 256;

    /// <summary>Whether <see cref="Of"/> goes through all of them.</summary>
    public static bool AreAll(int units, int n) => Count(units, n) <= Most;

    /// <summary>Every subset once where there are at most <see cref="Most"/>, else so many random ones. The array is the same object each time.</summary>
    public static IEnumerable<BitArray> Of(int units, int n, SplitMix64 random) => AreAll(units, n) ? All(units, n) : Random(units, n, random);

    static IEnumerable<BitArray> All(int units, int n)
    {
        BitArray subset = new(units);
        int[] places = [.. Enumerable.Range(0, n)];
        while (true)
        {
            subset.SetAll(false);
            foreach (int place in places) subset[place] = true;
            yield return subset;
            int moving = n - 1;
            while (moving >= 0 && places[moving] == units - n + moving) moving--;
            if (moving < 0) yield break;
            places[moving]++;
            for (int next = moving + 1; next < n; next++) places[next] = places[next - 1] + 1;
        }
    }

    static IEnumerable<BitArray> Random(int units, int n, SplitMix64 random)
    {
        BitArray subset = new(units);
        int[] order = [.. Enumerable.Range(0, units)];
        for (int draw = 0; draw < Most; draw++)
        {
            subset.SetAll(false);
            for (int i = 0; i < n; i++)
            {
                int other = i + random.Below(units - i);
                (order[i], order[other]) = (order[other], order[i]);
                subset[order[i]] = true;
            }
            yield return subset;
        }
    }

    static double Count(int units, int n)
    {
        double count = 1;
        for (int i = 1; i <= n; i++) count *= (double)(units - n + i) / i;
        return Math.Round(count);
    }
}
