using System.Collections;
using System.Collections.Immutable;
using Outthink.Evaluation.Suites;
using Outthink.Scoring;
using Outthink.Search;

namespace Outthink.Evaluation.Runs.Subsampling;

/// <summary>
/// Accuracy and cost of one row at every n = 1, 2, 4, … N, from its one run: majority and best-of-N draw independent
/// samples, DVTS independent subtrees of M, so that a random part of them is a smaller run of the same strategy. A beam
/// search has no such parts; its curve is its one point.
/// </summary>
public sealed record SubsampleCurve
{
    public required Selection Selection { get; init; }

    /// <summary>Null where no scores are looked at.</summary>
    public required Aggregation? Aggregation { get; init; }

    public required ImmutableArray<SubsamplePoint> Points { get; init; }

    internal static SubsampleCurve Of(RowPlan plan, IReadOnlyList<SolvedProblem> problems, Selection selection, Aggregation aggregation, ulong seed)
    {
        (int units, int width) = Units(plan);
        Prepared[] prepared = [.. problems.Select(p => Prepared.Of(p, plan, units, width, aggregation))];
        return new()
        {
            Selection = selection,
            Aggregation = selection == Selection.Majority ? null : aggregation,
            Points = [.. Counts(units).Select(n => Point(plan, prepared, units, n, width, selection, seed))],
        };
    }

    /// <summary>The selections that a row's candidates can be judged by: without scores only the majority.</summary>
    internal static ImmutableArray<Selection> SelectionsOf(RowPlan plan) => plan.Strategy switch
    {
        ChainOfThought => [],
        { NeedsRewardModel: true } => [Selection.Majority, Selection.Best, Selection.Weighted],
        _ => [Selection.Majority],
    };

    static SubsamplePoint Point(RowPlan plan, Prepared[] problems, int units, int n, int width, Selection selection, ulong seed)
    {
        bool isExact = true;
        double policyTokens = 0, prmTokens = 0, flops = 0;
        ImmutableArray<double>.Builder chances = ImmutableArray.CreateBuilder<double>(problems.Length);
        for (int i = 0; i < problems.Length; i++)
        {
            Prepared problem = problems[i];
            double? chance = selection == Selection.Best ? problem.Vote.ChanceOfBest(n) : null;
            if (chance is null)
            {
                int won = 0, drawn = 0;
                foreach (BitArray subset in Subsets.Of(units, n, SplitMix64.At(seed, (ulong)i)))
                {
                    drawn++;
                    if (problem.Vote.IsWon(subset, selection)) won++;
                }
                chance = (double)won / drawn;
                isExact &= Subsets.AreAll(units, n);
            }
            chances.Add(chance.Value);
            double share = problem.Sharing is { } sharing ? sharing.Share(n) : (double)n / units;
            Usage usage = problem.Usage;
            double policy = Part(usage.PolicyTokens, usage.PromptTokens, share);
            double prm = plan.Prm is null || selection == Selection.Majority && plan.HasIndependentSamples ? 0 : Part(usage.PrmTokens, usage.PromptTokens, share);
            policyTokens += policy;
            prmTokens += prm;
            flops += Scale(usage.PolicyFlops, policy, usage.PolicyTokens) + Scale(usage.PrmFlops, prm, usage.PrmTokens);
        }
        int count = Math.Max(1, problems.Length);
        return new()
        {
            N = n * width,
            Chances = chances.MoveToImmutable(),
            IsExact = isExact,
            PolicyTokens = policyTokens / count,
            PrmTokens = prmTokens / count,
            Flops = flops / count,
        };
    }

    /// <summary>The prompt is paid once, the rest by its share.</summary>
    static double Part(long tokens, long promptTokens, double share)
    {
        double once = Math.Min(tokens, promptTokens);
        return once + (tokens - once) * share;
    }

    static double Scale(double flops, double tokens, long of) => of == 0 ? 0 : flops * tokens / of;

    /// <summary>How many independent parts a row has, and how many generations a round each is worth.</summary>
    static (int Units, int Width) Units(RowPlan plan) => plan.Strategy switch
    {
        Dvts when plan.Options.Thrift is null => (plan.Samples / plan.Options.BeamWidth, plan.Options.BeamWidth),
        _ when plan.HasIndependentSamples => (plan.Samples, 1),
        _ => (1, plan.Samples),
    };

    static IEnumerable<int> Counts(int units)
    {
        for (int n = 1; n < units; n *= 2) yield return n;
        yield return units;
    }

    sealed record Prepared(TicketVote Vote, SharedPrefixes? Sharing, Usage Usage)
    {
        public static Prepared Of(SolvedProblem problem, RowPlan plan, int units, int width, Aggregation aggregation)
        {
            AnswerKey key = new(problem.Outcome.Item.Answer);
            ImmutableArray<Candidate> candidates = problem.Verdict?.Candidates ?? [];
            Ticket[] tickets =
            [
                .. candidates.Select((c, i) => new Ticket(units == 1 ? 0 : problem.Slots[i] / width, c.Group, Scores.Aggregate(c.Trajectory, aggregation), c.Weight, key.Accepts(c.Answer)))
                    .Where(t => t.Group >= 0),
            ];
            SharedPrefixes? sharing = plan.HasIndependentSamples && problem.Verdict is { } verdict
                ? new(verdict.Candidates.Select(c => c.Trajectory).Concat(verdict.Truncated))
                : null;
            return new(new TicketVote(tickets, units), sharing, problem.Outcome.Usage);
        }
    }
}
