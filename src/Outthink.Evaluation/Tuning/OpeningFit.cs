using System.Collections.Immutable;
using Outthink.Evaluation.Statistics;
using Outthink.Planning;

namespace Outthink.Evaluation.Tuning;

/// <summary>Fits what is known once a search has begun with a tactic, from some of the problems of a table.</summary>
/// <param name="table">What every tactic did.</param>
/// <param name="costs">What tactics cost after each opening; the opening's own seconds stand at the pair of itself.</param>
internal sealed class OpeningFit(TrialTable table, IReadOnlyDictionary<(Tactic Opening, Tactic Next), GoingOn> costs)
{
    /// <summary>How many observations of all problems alike a difficulty's own recovery is drawn towards.</summary>
    const double PriorWeight = 4;

    /// <summary>The opening, without prices.</summary>
    public Opening Fit(Tactic first, int[] problems)
    {
        Tactic[] next = [.. costs.Keys.Where(k => k.Opening == first && k.Next != first).Select(k => k.Next)];
        TrialState[] states = [.. problems.Select(p => table.State(p, [first]))];
        TrialState[] all = [.. states, .. next.SelectMany(t => problems.Select(p => table.State(p, [first, t])))];
        ImmutableArray<double>[] rows = [.. states.Select(s => s.Evidence.Features)];
        int features = Evidence.Names.Length;
        double length = states.Average(s => s.Evidence.MeanTokens);
        ImmutableArray<double> lengths = [.. Enum.GetValues<Difficulty>().Select(d => problems.Zip(states).Where(x => table.Difficulties[x.First] == d).Select(x => x.Second.Evidence.MeanTokens).DefaultIfEmpty(length).Average())];
        return new()
        {
            First = Record(first, problems, costs[(first, first)], states: null),
            IsEasy = LogisticFit.Fit(rows, [.. problems.Select(p => table.Difficulties[p] == Difficulty.Easy ? 1.0 : 0)], features),
            IsNotHard = LogisticFit.Fit(rows, [.. problems.Select(p => table.Difficulties[p] != Difficulty.Hard ? 1.0 : 0)], features),
            IsRight = LogisticFit.Fit([.. all.Select(s => s.Evidence.Features)], [.. all.Select(s => s.IsRight ? 1.0 : 0)], features),
            Lengths = lengths,
            Next = [.. next.Select(t => Record(t, problems, costs[(first, t)], states)).OrderBy(r => r.Outcomes.Sum(o => o.Tokens * o.Problems))],
            Prices = [],
        };

        TacticRecord Record(Tactic tactic, int[] own, GoingOn cost, TrialState[]? states) => RecordOf(first, tactic, own, cost, lengths, states);
    }

    // The states before are those after the opening; null where the tactic is the opening itself.
    TacticRecord RecordOf(Tactic first, Tactic tactic, int[] problems, GoingOn cost, ImmutableArray<double> lengths, TrialState[]? before)
    {
        Seen[] seen =
        [
            .. problems.Select((p, i) => new Seen(table.Difficulties[p],
                table.State(p, before is null ? [tactic] : [first, tactic]).IsRight, before is not null && before[i].IsRight,
                cost.Shares[(int)table.Difficulties[p]] * table[tactic, p].Tokens, cost.Shares[(int)table.Difficulties[p]] * table[tactic, p].Usage.Flops)),
        ];
        double recovery = Recovered(seen, 0);
        return new()
        {
            Tactic = tactic,
            Outcomes =
            [
                .. Enum.GetValues<Difficulty>().Select(difficulty =>
                {
                    Seen[] own = [.. seen.Where(s => s.Difficulty == difficulty)], costed = own.Length > 0 ? own : seen;
                    Proportion solved = new(own.Count(s => s.IsRight), own.Length);
                    return new TacticOutcome
                    {
                        Problems = own.Length,
                        Accuracy = solved.Value,
                        Low = solved.Low,
                        High = solved.High,
                        Recovery = Recovered(own, recovery),
                        Tokens = costed.Average(s => s.Tokens),
                        Flops = costed.Average(s => s.Flops),
                        Seconds = lengths[(int)difficulty] * cost.SecondsPerToken[(int)difficulty],
                    };
                }),
            ],
        };
    }

    /// <summary>Share solved of those whose answer was wrong before, drawn towards the prior.</summary>
    static double Recovered(Seen[] seen, double prior)
    {
        Seen[] failed = [.. seen.Where(s => !s.WasRight)];
        return (failed.Count(s => s.IsRight) + PriorWeight * prior) / (failed.Length + PriorWeight);
    }

    /// <summary>A tactic on one problem.</summary>
    sealed record Seen(Difficulty Difficulty, bool IsRight, bool WasRight, double Tokens, double Flops);
}
