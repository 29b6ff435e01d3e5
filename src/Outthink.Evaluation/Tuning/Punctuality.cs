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

    /// <summary>Fewer forecasts of all do not tell what the evidence has to do with it.</summary>
    static readonly int FewestForScale = 5 * Evidence.Names.Length;

    /// <summary>The opening with the seconds of each tactic scaled by the median of taken / predicted, and a fit of what is left on the evidence.</summary>
    public static Opening Correct(Opening opening, IEnumerable<Forecast> forecasts)
    {
        Forecast[] told = [.. forecasts.Where(f => f.Seconds > 0 && f.TookSeconds > 0)];
        double all = Off(told, otherwise: 1);
        Dictionary<Tactic, double> off = opening.Next.ToDictionary(r => r.Tactic, r => Off([.. told.Where(f => f.Tactic == r.Tactic)], all));
        return opening with
        {
            Next = [.. opening.Next.Select(r => r with { Outcomes = [.. r.Outcomes.Select(o => o with { Seconds = off[r.Tactic] * o.Seconds })] })],
            SecondsScale = told.Length < FewestForScale ? null : LinearFit.Fit(
                [.. told.Select(f => f.Evidence.Features)], [.. told.Select(f => Math.Log(f.TookSeconds / (off[f.Tactic] * f.Seconds)))], Evidence.Names.Length),
        };
    }

    static double Off(Forecast[] forecasts, double otherwise) =>
        forecasts.Length < FewestForecasts ? otherwise : forecasts.Select(f => f.TookSeconds / f.Seconds).Median();
}
