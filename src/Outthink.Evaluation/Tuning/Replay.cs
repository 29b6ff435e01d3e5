using System.Collections.Immutable;
using Outthink.Planning;

namespace Outthink.Evaluation.Tuning;

/// <summary>Goes through compute-optimal search on the problems of a table without running it: what it would have decided, spent and reached.</summary>
internal sealed class Replay(TrialTable table, IReadOnlyDictionary<(Tactic Opening, Tactic Next), GoingOn> costs)
{
    /// <summary>One problem at one price.</summary>
    public sealed record Course(bool IsRight, double Tokens, double Flops, double Seconds);

    public Course Run(Selector selector, int problem)
    {
        ImmutableArray<Tactic> tried = [];
        Usage spent = Usage.Zero;
        double tokens = 0, flops = 0, seconds = 0;
        for (Tactic? next = selector.Opening; next is { } tactic;)
        {
            tried = tried.Add(tactic);
            Trial trial = table[tactic, problem];
            GoingOn cost = costs[(selector.Opening, tactic)];
            int difficulty = (int)table.Difficulties[problem];
            tokens += cost.Shares[difficulty] * trial.Tokens;
            flops += cost.Shares[difficulty] * trial.Usage.Flops;
            seconds += cost.SecondsPerToken[difficulty] * table.State(problem, [selector.Opening]).Evidence.MeanTokens;
            spent = new() { PolicyTokens = (long)tokens, PolicyFlops = flops };
            next = selector.Decide(table.State(problem, tried).Evidence, tried, spent, TimeSpan.Zero).Tactic;
        }
        return new(table.State(problem, tried).IsRight, tokens, flops, seconds);
    }

    /// <summary>What an opening's searches spend and reach at a price, over problems that the opening was not fitted on: each part is an opening with the problems it is judged on.</summary>
    public PricePoint Point(SearchProfile profile, double price, IReadOnlyList<(Opening Opening, int[] Problems)> parts)
    {
        Course[] courses = [.. parts.SelectMany(part => part.Problems.Select(p => Run(new Selector(profile, part.Opening, price, Allowance.None), p)))];
        return new()
        {
            Price = price,
            Accuracy = courses.Average(c => c.IsRight ? 1.0 : 0),
            Tokens = courses.Average(c => c.Tokens),
            Flops = courses.Average(c => c.Flops),
            Seconds = courses.Average(c => c.Seconds),
        };
    }
}
