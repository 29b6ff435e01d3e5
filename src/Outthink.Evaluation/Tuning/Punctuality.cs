using MathNet.Numerics.Statistics;
using Outthink.Planning;

namespace Outthink.Evaluation.Tuning;

/// <summary>
/// Corrects the seconds that are predicted of what may follow an opening. They were timed on problems of every difficulty
/// alike, each tactic right after the opening; a selector goes on with some problems only, and after other tactics, when
/// much of what is drawn is known. So what its own forecasts were off by is taken off.
/// </summary>
internal static class Punctuality
{
    /// <summary>Fewer forecasts of a tactic tell nothing of it: it takes the correction of all.</summary>
    const int FewestForecasts = 4;

    /// <summary>The opening with the seconds of each tactic scaled by the median of taken / predicted.</summary>
    public static Opening Correct(Opening opening, IReadOnlyCollection<Forecast> forecasts)
    {
        double all = Off(forecasts, otherwise: 1);
        return opening with
        {
            Next = [.. opening.Next.Select(record =>
            {
                double off = Off(forecasts.Where(f => f.Tactic == record.Tactic), all);
                return record with { Outcomes = [.. record.Outcomes.Select(o => o with { Seconds = off * o.Seconds })] };
            })],
        };
    }

    static double Off(IEnumerable<Forecast> forecasts, double otherwise)
    {
        double[] ratios = [.. forecasts.Where(f => f.Seconds > 0).Select(f => f.TookSeconds / f.Seconds)];
        return ratios.Length < FewestForecasts ? otherwise : ratios.Median();
    }
}
