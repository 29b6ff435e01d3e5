using System.Collections.Immutable;
using Outthink.Answers;

namespace Outthink.Search;

/// <summary>Holds a policy's proposals to the contract of the port and reads them as draws.</summary>
internal static class Proposals
{
    /// <exception cref="PolicyException">The counts are not those asked for, or a proposal does not fit its extent.</exception>
    public static void Check(ImmutableArray<Expansion> expansions, ImmutableArray<ImmutableArray<Proposal>> proposals)
    {
        if (proposals.Length != expansions.Length)
            throw new PolicyException($"The policy was asked for {expansions.Length} expansions and answered {proposals.Length}.");
        for (int i = 0; i < expansions.Length; i++)
        {
            if (proposals[i].Length != expansions[i].Seeds.Length)
                throw new PolicyException($"The policy was asked for {expansions[i].Seeds.Length} samples of one trajectory and gave {proposals[i].Length}.");
            bool fits = expansions[i].Extent switch
            {
                Extent.Step => proposals[i].All(p => p.Steps.Length <= 1),
                _ => proposals[i].All(p => p.End != ProposalEnd.Delimiter),
            };
            if (!fits) throw new PolicyException($"The policy gave a proposal that does not fit the extent '{expansions[i].Extent}': one step at most for a step, an end other than the delimiter for a solution.");
        }
    }

    /// <summary>A proposal as a draw: blank steps joined to a neighbour, its state decided. Where it was asked for fewer tokens than the trajectory may have, it may be half-written.</summary>
    public static Draw Read(Trajectory parent, Proposal proposal, int slot, int attempt, ulong seed, int asked, SearchOptions options)
    {
        ImmutableArray<Step> steps = JoinBlank(proposal.Steps);
        int drawn = proposal.Steps.Sum(s => s.TokenCount) - (parent.TokenCount - parent.WholeSteps.Sum(s => s.TokenCount));
        bool isPiece = asked < options.MaxTokens - parent.TokenCount && drawn >= asked;
        return new Draw
        {
            Slot = slot,
            Attempt = attempt,
            Seed = seed,
            Id = proposal.Id,
            Steps = steps,
            TokenCount = drawn,
            End = proposal.End,
            State = StateOf(parent.WholeSteps, steps, proposal.End, isPiece, options),
        };
    }

    private static TrajectoryState StateOf(ImmutableArray<Step> before, ImmutableArray<Step> steps, ProposalEnd end, bool isPiece, SearchOptions options)
    {
        if (end == ProposalEnd.EndOfSequence || AnswerExtractor.HasFinalAnswer(string.Concat(steps.Select(s => s.Text)))) return TrajectoryState.Finished;
        if (end == ProposalEnd.TokenLimit && isPiece && !steps.IsEmpty) return TrajectoryState.Partial;
        if (end != ProposalEnd.Delimiter) return TrajectoryState.Truncated;
        if (steps.IsEmpty) return TrajectoryState.Open;
        bool spent = before.Concat(steps).Sum(s => s.TokenCount) >= options.MaxTokens || before.Length + steps.Length >= options.MaxSteps;
        return spent ? TrajectoryState.Truncated : TrajectoryState.Open;
    }

    /// <summary>Ports should never give a blank step; if one does, its text, tokens and log-probability join the step before (or after, at the start), so that no blank step is ever scored.</summary>
    private static ImmutableArray<Step> JoinBlank(ImmutableArray<Step> steps)
    {
        if (!steps.Any(IsBlank)) return steps;
        List<Step> joined = [];
        Step? lead = null;
        foreach (Step step in steps)
        {
            if (!IsBlank(step))
            {
                joined.Add(lead?.Join(step) ?? step);
                lead = null;
            }
            else if (joined.Count == 0)
                lead = lead?.Join(step) ?? step;
            else
                joined[^1] = joined[^1].Join(step);
        }
        return [.. joined];
    }

    private static bool IsBlank(Step step) => string.IsNullOrWhiteSpace(step.Text);
}
