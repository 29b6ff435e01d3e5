using System.Collections.Immutable;
using MathNet.Numerics.Statistics;
using Outthink.Planning;
using Outthink.Search;

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

    /// <summary>Problems that are searched, each at one price after every opening.</summary>
    const int SearchedProblems = 500;

    /// <summary>Problems after which the next opening has its turn, so that a slow minute of the machine falls on no opening alone.</summary>
    const int SearchedInTurn = 100;

    /// <summary>
    /// Searches problems after every opening, at the prices in the middle of its ladder, and corrects the seconds predicted:
    /// dearer ones go on with hardly anything, cheaper ones with everything that is known by heart.
    /// </summary>
    public static async Task<SearchProfile> SetClocksAsync(
        SearchProfile profile, ImmutableArray<Problem> problems, Policy policy, ProcessRewardModel? prm, SearchOptions options, TimingLog? log, Action<string, double> onProgress, CancellationToken cancellationToken)
    {
        Problem[][] turns = [.. problems.Take(SearchedProblems).Chunk(SearchedInTurn)];
        var clocks = profile.Openings.Where(o => !o.Next.IsEmpty).Select(o => (Opening: o, Searches: Searches(profile, o), Forecasts: new List<Forecast>())).ToArray();
        foreach (var (turn, t) in turns.Select((turn, t) => (turn, t)))
        {
            foreach (var (clock, c) in clocks.Select((clock, c) => (clock, c)))
            {
                onProgress($"seconds after {clock.Opening.First.Tactic}", (t + (double)c / clocks.Length) / turns.Length);
                string part = $"forecasts {t} after {clock.Opening.First.Tactic}";
                if (log?.Find(part) is not { } kept)
                {
                    kept = new() { Part = part, Forecasts = await ObserveAsync(clock.Searches, turn) };
                    log?.Add(kept);
                }
                clock.Forecasts.AddRange(kept.Forecasts);
            }
        }
        var set = clocks.ToDictionary(c => c.Opening, c => Correct(c.Opening, c.Forecasts));
        return profile with { Openings = [.. profile.Openings.Select(o => set.GetValueOrDefault(o, o))] };

        async Task<ImmutableArray<Forecast>> ObserveAsync(ComputeOptimalSearch[] searches, Problem[] turn)
        {
            ImmutableArray<Forecast>.Builder forecasts = ImmutableArray.CreateBuilder<Forecast>();
            for (int i = 0; i < turn.Length; i++)
            {
                forecasts.AddRange(await Forecast.ObserveAsync(searches[i % searches.Length], turn[i], policy, prm, options, cancellationToken));
                cancellationToken.ThrowIfCancellationRequested();
            }
            return forecasts.ToImmutable();
        }
    }

    static ComputeOptimalSearch[] Searches(SearchProfile profile, Opening opening)
    {
        int prices = opening.Prices.Length, first = prices / 4;
        return [.. opening.Prices[first..Math.Max(first + 1, 2 * prices / 3)].Select(p => new ComputeOptimalSearch(new Selector(profile, opening, p.Price, Allowance.None)))];
    }

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
