using System.Numerics;
using Outthink.Answers.Values;

namespace Outthink.Answers.Comparison;

/// <summary>Lists with dots whose step shows: 1, 2, …, 10.</summary>
internal static class Sequences
{
    const int Longest = 1000;

    /// <summary>The list without its dots, when whole numbers with one step stand before and behind them; else the list itself.</summary>
    public static Group WrittenOut(Group list)
    {
        if (list.Enclosure is not (Enclosure.None or Enclosure.Brace)) return list;
        int dots = -1;
        for (int i = 0; i < list.Items.Length; i++)
        {
            if (list.Items[i] is Dots && dots < 0) dots = i;
            else if (list.Items[i] is not Number { Value.IsInteger: true }) return list;
        }
        if (dots < 2 || dots == list.Items.Length - 1) return list;
        BigInteger At(int index) => ((Number)list.Items[index]).Value.Numerator;
        BigInteger step = At(1) - At(0), last = At(list.Items.Length - 1);
        if (step.IsZero || !((last - At(0)) % step).IsZero || (last - At(0)) / step is var count && (count.Sign < 0 || count > Longest)) return list;
        for (int i = 1; i < list.Items.Length; i++)
            if (i != dots && (i == dots + 1 ? (At(i) - At(dots - 1)) / step <= 0 || !((At(i) - At(0)) % step).IsZero : At(i) - At(i - 1) != step)) return list;
        return list with { Items = [.. Enumerable.Range(0, (int)((last - At(0)) / step) + 1).Select(i => (Term)new Number(At(0) + i * step))] };
    }
}
