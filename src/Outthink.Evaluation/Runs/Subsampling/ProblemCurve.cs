using System.Collections.Immutable;
using Outthink.Evaluation.Suites;
using Outthink.Scoring;

namespace Outthink.Evaluation.Runs.Subsampling;

/// <summary>One problem of a row with fewer units than it has.</summary>
internal sealed class ProblemCurve
{
    readonly RowPlan plan;
    readonly RowParts parts;
    readonly Usage usage;
    readonly TicketVote vote;
    readonly SharedPrefixes? sharing;

    public ProblemCurve(RowPlan plan, SolvedProblem problem, Aggregation aggregation)
    {
        (this.plan, parts, usage) = (plan, RowParts.Of(plan), problem.Outcome.Usage);
        AnswerKey key = new(problem.Outcome.Item.Answer);
        ImmutableArray<Candidate> candidates = problem.Verdict?.Candidates ?? [];
        Ticket[] tickets =
        [
            .. candidates.Select((c, i) => new Ticket(UnitOf(problem, i), c.Group, Scores.Aggregate(c.Trajectory, aggregation), c.Weight, key.Accepts(c.Answer)))
                .Where(t => t.Group >= 0),
        ];
        vote = new(tickets, parts.Units);
        if (parts.Units > 1 && problem.Verdict is { } verdict)
            sharing = new(candidates.Select(c => c.Trajectory).Concat(verdict.Truncated).Select((t, i) => (UnitOf(problem, i), t)), parts.Units);
    }

    /// <summary>With each of the row's <see cref="RowParts.Counts"/>.</summary>
    /// <param name="selection">How the answer is chosen.</param>
    /// <param name="random">Draws subsets where there are too many to go through all.</param>
    public ImmutableArray<ProblemPoint> Points(Selection selection, SplitMix64 random) => [.. parts.Counts.Select(n => Point(n, selection, random))];

    ProblemPoint Point(int n, Selection selection, SplitMix64 random)
    {
        double? formula = selection == Selection.Best ? vote.ChanceOfBest(n) : null;
        double share = sharing?.Share(n) ?? (double)n / parts.Units;
        double policy = Part(usage.PolicyTokens, share);
        double prm = plan.Prm is null || selection == Selection.Majority && plan.HasIndependentSamples ? 0 : Part(usage.PrmTokens, share);
        return new(
            formula ?? vote.ShareWon(Subsets.Of(parts.Units, n, random), selection), formula is not null || Subsets.AreAll(parts.Units, n),
            policy, prm, Scale(usage.PolicyFlops, policy, usage.PolicyTokens) + Scale(usage.PrmFlops, prm, usage.PrmTokens),
            usage.PromptTokens + (sharing?.Tokens(n) ?? 0));
    }

    int UnitOf(SolvedProblem problem, int place) => parts.Units == 1 ? 0 : problem.Slots[place] / parts.Width;

    /// <summary>The prompt is paid once, the rest by its share.</summary>
    double Part(long tokens, double share)
    {
        double once = Math.Min(tokens, usage.PromptTokens);
        return once + (tokens - once) * share;
    }

    static double Scale(double flops, double tokens, long of) => of == 0 ? 0 : flops * tokens / of;
}
