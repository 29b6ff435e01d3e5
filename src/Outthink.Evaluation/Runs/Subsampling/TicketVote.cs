using System.Collections;
using Outthink.Evaluation.Statistics;
using Outthink.Scoring;

namespace Outthink.Evaluation.Runs.Subsampling;

/// <summary>
/// Elections among some units of a problem's candidates, with the rules of <see cref="Ballot.Choose"/>. Tickets are
/// those of candidates with an answer, in the verdict's order: without one no election is won.
/// </summary>
internal sealed class TicketVote(Ticket[] tickets, int units)
{
    readonly double[] votes = new double[tickets.Length == 0 ? 0 : tickets.Max(t => t.Group) + 1];

    /// <summary>In what share of the draws a correct ticket wins.</summary>
    public double ShareWon(IEnumerable<BitArray> draws, Selection selection)
    {
        int won = 0, drawn = 0;
        foreach (BitArray draw in draws)
        {
            drawn++;
            if (IsWon(draw, selection)) won++;
        }
        return (double)won / drawn;
    }

    /// <summary>Whether the winner among the tickets of the drawn units is correct.</summary>
    public bool IsWon(BitArray drawn, Selection selection)
    {
        bool isScored = false;
        Array.Fill(votes, double.NaN);
        foreach (Ticket ticket in tickets)
            if (drawn[ticket.Unit]) isScored |= ticket.Score is not null;
        if (!isScored) selection = Selection.Majority;
        foreach (Ticket ticket in tickets)
        {
            if (!drawn[ticket.Unit]) continue;
            double vote = ticket.Weight * (selection == Selection.Weighted ? ticket.Score ?? 0 : 1);
            votes[ticket.Group] = double.IsNaN(votes[ticket.Group]) ? vote : votes[ticket.Group] + vote;
        }
        int group = selection == Selection.Best ? -1 : Leader(drawn);
        Ticket? winner = null;
        foreach (Ticket ticket in tickets)
        {
            if (!drawn[ticket.Unit] || (group >= 0 && ticket.Group != group)) continue;
            if (winner is not { } best || (ticket.Score ?? double.NegativeInfinity) > (best.Score ?? double.NegativeInfinity)) winner = ticket;
        }
        return winner is { IsCorrect: true };
    }

    /// <summary>
    /// The exact chance that the best-scored of n random units is correct: the ticket ranked k-th wins exactly when it is
    /// drawn and the k - 1 before it are not. Null when a unit has several tickets, or some are scored and some are not.
    /// </summary>
    public double? ChanceOfBest(int n)
    {
        if (tickets.Any(t => t.Score is null) || tickets.Select(t => t.Unit).Distinct().Count() < tickets.Length) return null;
        double chance = 0;
        int before = 0;
        foreach (Ticket ticket in tickets.OrderByDescending(t => t.Score)) // a stable sort: of equals the first
        {
            if (ticket.IsCorrect) chance += AtLeastOne(before + 1, n) - AtLeastOne(before, n);
            before++;
        }
        return chance;
    }

    /// <summary>The chance that n random units hold at least one of <paramref name="marked"/> units.</summary>
    double AtLeastOne(int marked, int n) => PassAtK.Estimate(units, marked, n);

    /// <summary>The group with the most votes; of equals the one that appears first among the drawn.</summary>
    int Leader(BitArray drawn)
    {
        int leader = -1;
        foreach (Ticket ticket in tickets)
            if (drawn[ticket.Unit] && (leader < 0 || votes[ticket.Group] > votes[leader])) leader = ticket.Group;
        return leader;
    }
}
