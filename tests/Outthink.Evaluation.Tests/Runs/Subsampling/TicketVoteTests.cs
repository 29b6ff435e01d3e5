using System.Collections;
using System.Collections.Immutable;
using Outthink.Evaluation.Runs.Subsampling;
using Outthink.Evaluation.Suites;
using Outthink.Scoring;

namespace Outthink.Evaluation.Tests.Runs.Subsampling;

public sealed class TicketVoteTests
{
    /// <summary>Random ballots with few answers and few scores, so that there are ties; some without a score, some units without a ticket.</summary>
    static (Ticket[] Tickets, ImmutableArray<Candidate> Candidates) Draw(Random random, int units, bool isScored)
    {
        List<Ticket> tickets = [];
        ImmutableArray<Candidate>.Builder candidates = ImmutableArray.CreateBuilder<Candidate>();
        for (int unit = 0; unit < units; unit++)
        {
            if (random.Next(5) == 0) continue;
            int group = random.Next(3);
            double? score = isScored && random.Next(9) > 0 ? random.Next(4) / 4.0 : null;
            int weight = random.Next(1, 3);
            tickets.Add(new(unit, group, score, weight, group == 1));
            candidates.Add(new()
            {
                Trajectory = new() { Id = new(unit), Steps = [new Step("x", 1) { Score = score }], State = TrajectoryState.Finished },
                Answer = $"{group}",
                Group = group,
                Score = score,
                Weight = weight,
            });
        }
        return ([.. tickets], candidates.ToImmutable());
    }

    [Theory]
    [InlineData(Selection.Majority)]
    [InlineData(Selection.Best)]
    [InlineData(Selection.Weighted)]
    public void Every_subset_elects_whom_the_ballot_elects(Selection selection)
    {
        Random random = new(3);
        int won = 0, all = 0;
        for (int round = 0; round < 120; round++)
        {
            (Ticket[] tickets, ImmutableArray<Candidate> candidates) = Draw(random, 6, isScored: round % 4 > 0);
            TicketVote vote = new(tickets, 6);
            foreach (BitArray subset in Subsets.Of(6, 1 + round % 6, new SplitMix64(1)))
            {
                Candidate? elected = Ballot.Choose([.. candidates.Where(c => subset[(int)c.Trajectory.Id.Value])], selection);
                Assert.Equal(elected?.Group == 1, vote.IsWon(subset, selection));
                all++;
                if (elected?.Group == 1) won++;
            }
        }
        Assert.InRange(won, all / 10, 9 * all / 10);
    }

    [Fact]
    public void The_formula_for_the_best_is_the_mean_over_all_subsets()
    {
        Random random = new(4);
        int exact = 0;
        for (int round = 0; round < 300; round++)
        {
            (Ticket[] tickets, _) = Draw(random, 7, isScored: true);
            TicketVote vote = new(tickets, 7);
            int n = 1 + round % 7;
            bool[] wins = [.. Subsets.Of(7, n, new SplitMix64(1)).Select(s => vote.IsWon(s, Selection.Best))];
            if (vote.ChanceOfBest(n) is not { } chance)
            {
                Assert.Contains(tickets, t => t.Score is null);
                continue;
            }
            exact++;
            Assert.Equal(wins.Count(w => w) / (double)wins.Length, chance, 12);
        }
        Assert.InRange(exact, 50, 299);
    }

    [Theory]
    [InlineData(7, 3, 35)]
    [InlineData(8, 8, 1)]
    [InlineData(8, 1, 8)]
    [InlineData(1, 1, 1)]
    [InlineData(64, 32, 256)]
    [InlineData(64, 1, 64)]
    public void Subsets_are_all_of_them_or_256(int units, int n, int expected)
    {
        string[] drawn = [.. Subsets.Of(units, n, new SplitMix64(5)).Select(s => string.Concat(s.Cast<bool>().Select(b => b ? '1' : '0')))];
        Assert.Equal(expected, drawn.Length);
        Assert.All(drawn, subset => Assert.Equal(n, subset.Count(c => c == '1')));
        Assert.Equal(expected, drawn.Distinct().Count());
        Assert.Equal(expected < Subsets.Most, Subsets.AreAll(units, n));
    }

    // 256 subsets of 4 of 16, 100 times: every unit is in a quarter of them, with a standard deviation of 69; 5 of them
    // leave the 16 units together a chance of 1 in 100,000 to fail by luck.
    [Fact]
    public void Random_subsets_prefer_no_unit()
    {
        int[] counts = new int[16];
        for (int round = 0; round < 100; round++)
            foreach (BitArray subset in Subsets.Of(16, 4, SplitMix64.At(9, (ulong)round)))
                for (int unit = 0; unit < 16; unit++)
                    if (subset[unit]) counts[unit]++;
        Assert.All(counts, count => Assert.InRange(count, 6400 - 345, 6400 + 345));
    }
}
