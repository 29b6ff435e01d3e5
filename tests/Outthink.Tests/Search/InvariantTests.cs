using FsCheck.Xunit;
using Outthink.Scoring;
using Outthink.Search;
using Outthink.Tests.Scripted;
using Outthink.Tracing;

namespace Outthink.Tests.Search;

/// <summary>What holds for every tree: searches of random worlds.</summary>
public sealed class InvariantTests
{
    private static SearchOptions Options(byte n, byte m, uint world)
    {
        int width = 1 + m % 4;
        return new SearchOptions { Samples = width * (1 + n % 5), BeamWidth = width, Seed = world, MaxSteps = 6, MaxTokens = 60, Resamples = (int)(world % 2) };
    }

    [Property(MaxTest = 100)]
    public async Task Guided_search_never_draws_more_than_N_slots_a_round_nor_a_slot_more_than_twice(byte n, byte m, uint world)
    {
        SearchOptions options = Options(n, m, world);
        foreach (SearchStrategy strategy in Guided)
        {
            Journal journal = await SearchAsync(strategy, options, world);
            foreach (var round in journal.Proposed.GroupBy(p => p.Round))
            {
                var draws = round.SelectMany(p => p.Draws.Select(d => (p.Parent, Draw: d))).ToArray();
                Assert.InRange(draws.Count(d => d.Draw.Attempt == 0), 1, options.Samples);
                Assert.Equal(draws.Length, draws.Select(d => (d.Parent, d.Draw.Slot, d.Draw.Attempt)).Distinct().Count());
                var emptied = draws.Where(d => d.Draw.Attempt == 0 && (d.Draw.IsBlank || d.Draw.MergedInto is not null)).Select(d => (d.Parent, d.Draw.Slot));
                Assert.Equal(options.Resamples == 0 ? [] : emptied, draws.Where(d => d.Draw.Attempt == 1).Select(d => (d.Parent, d.Draw.Slot)));
            }
            Assert.Equal(options.Samples, journal.DrawsByRound[0].First);
        }
    }

    [Property(MaxTest = 100)]
    public async Task The_frontier_is_at_most_N_over_M_and_a_finished_trajectory_never_leaves_it(byte n, byte m, uint world)
    {
        SearchOptions options = Options(n, m, world);
        foreach (SearchStrategy strategy in Guided)
        {
            Journal journal = await SearchAsync(strategy, options, world);
            TrajectoryId[] held = [];
            foreach (SearchEvent.Kept kept in journal.Kept)
            {
                Assert.True(kept.Frontier.Length <= options.Samples / options.BeamWidth);
                Assert.Empty(held.Except(kept.Frontier));
                held = [.. kept.Frontier.Where(id => journal.Tree[id].Trajectory.State == TrajectoryState.Finished)];
            }
            Assert.Equal(held, journal.Tree.Decision!.Candidates.Select(c => c.Trajectory));
        }
    }

    [Property(MaxTest = 100)]
    public async Task Beam_search_keeps_no_worse_than_it_prunes_and_fills_its_slots(byte n, byte m, uint world)
    {
        SearchOptions options = Options(n, m, world);
        Journal journal = await SearchAsync(new BeamSearch(), options, world);
        foreach (SearchEvent.Kept kept in journal.Kept.Where(k => k.Pruned.Length > 0))
        {
            double worst = kept.Frontier.Select(id => journal.Tree[id]).Where(t => t.Round == kept.Round).Select(Score).DefaultIfEmpty(double.PositiveInfinity).Min();
            Assert.All(kept.Pruned, id => Assert.True(Score(journal.Tree[id]) <= worst));
            Assert.Equal(options.Samples / options.BeamWidth, kept.Frontier.Length);
        }
    }

    [Property(MaxTest = 100)]
    public async Task Subtrees_never_mix_and_each_keeps_its_best(byte n, byte m, uint world)
    {
        SearchOptions options = Options(n, m, world);
        Journal journal = await SearchAsync(new Dvts(), options, world);
        foreach (SearchEvent.Kept kept in journal.Kept)
        {
            int[] trees = [.. kept.Frontier.Select(id => Tree(journal.Tree[id], options.BeamWidth))];
            Assert.Equal(trees.Distinct().Order(), trees);
            foreach (TrajectoryId id in kept.Pruned)
            {
                TreeNode winner = Assert.Single(kept.Frontier.Select(k => journal.Tree[k]), k => Tree(k, options.BeamWidth) == Tree(journal.Tree[id], options.BeamWidth));
                Assert.Equal(kept.Round, winner.Round);
                Assert.True(Score(journal.Tree[id]) <= Score(winner));
            }
        }
    }

    [Property(MaxTest = 100)]
    public async Task Siblings_are_distinct_and_their_multiplicities_count_every_sample_that_was_not_blank(byte n, byte m, uint world)
    {
        SearchOptions options = Options(n, m, world);
        foreach (SearchStrategy strategy in Guided)
        {
            Journal journal = await SearchAsync(strategy, options, world);
            // In DVTS the root is the parent of every subtree.
            foreach (var family in journal.Proposed.SelectMany(p => p.Draws.Select(d => (p.Parent, Tree: p.Parent.Value == 0 && strategy is Dvts ? d.Slot / options.BeamWidth : 0, Draw: d))).GroupBy(d => (d.Parent, d.Tree)))
            {
                Trajectory[] children = [.. family.Where(d => d.Draw.MergedInto is null && !d.Draw.IsBlank).Select(d => journal.Tree[d.Draw.Id].Trajectory)];
                Assert.Equal(children.Length, children.Select(c => (c.Text, c.State)).Distinct().Count());
                Assert.Equal(family.Count(d => !d.Draw.IsBlank), children.Sum(c => c.Multiplicity));
            }
        }
    }

    [Property(MaxTest = 100)]
    public async Task Only_distinct_finished_or_open_trajectories_are_scored_and_only_once(byte n, byte m, uint world)
    {
        foreach (SearchStrategy strategy in SearchStrategy.All)
        {
            Journal journal = await SearchAsync(strategy, Options(n, m, world), world);
            TrajectoryId[] scored = [.. journal.Events.OfType<SearchEvent.Scored>().Select(s => s.Trajectory)];
            Assert.Equal(scored.Length, scored.Distinct().Count());
            Assert.All(scored, id => Assert.NotEqual(TrajectoryState.Truncated, journal.Tree[id].Trajectory.State));
        }
    }

    [Property(MaxTest = 100)]
    public async Task Best_of_n_returns_the_best_score_and_whole_solutions_keep_one_vote_each(byte n, uint world)
    {
        SearchOptions options = new() { Samples = 1 + n % 16, Seed = world };
        Verdict verdict = await Trial.RunAsync(new BestOfN(), World.Policy(world), World.Prm(world), options);
        Assert.Equal(options.Samples, verdict.Candidates.Length + verdict.Truncated.Length);
        Assert.All(verdict.Candidates, c => Assert.Equal(1, c.Weight));
        var answered = verdict.Candidates.Where(c => c.Answer is not null).ToArray();
        if (answered.Length > 0) Assert.Equal(answered.Max(c => c.Score), Scores.Aggregate(verdict.Chosen!, options.Aggregation));
    }

    [Property(MaxTest = 100)]
    public async Task Weighted_is_majority_under_a_reward_model_that_scores_all_alike(byte n, byte m, uint world)
    {
        SearchOptions options = Options(n, m, world);
        foreach (SearchStrategy strategy in SearchStrategy.All.Where(s => s.NeedsRewardModel))
        {
            string? answer(Verdict v) => v.Answer;
            var prm = new ScriptedRewardModel(_ => .25);
            Assert.Equal(
                answer(await Trial.RunAsync(strategy, World.Policy(world), prm, options with { Selection = Selection.Majority })),
                answer(await Trial.RunAsync(strategy, World.Policy(world), prm, options with { Selection = Selection.Weighted })));
        }
    }

    [Property(MaxTest = 100)]
    public async Task Twice_the_same_is_the_same(byte n, byte m, uint world)
    {
        foreach (SearchStrategy strategy in SearchStrategy.All)
        {
            SearchOptions options = Options(n, m, world);
            Assert.Equal(
                Journal.Describe(await Trial.RunAsync(strategy, World.Policy(world), World.Prm(world), options)),
                Journal.Describe(await Trial.RunAsync(strategy, World.Policy(world), World.Prm(world), options)));
        }
    }

    private static SearchStrategy[] Guided => [new BeamSearch(), new Dvts()];

    private static async Task<Journal> SearchAsync(SearchStrategy strategy, SearchOptions options, uint world)
    {
        var (journal, policy, prm) = (new Journal(), World.Policy(world), World.Prm(world));
        await Trial.RunAsync(strategy, policy, prm, options, e =>
        {
            journal.Add(e);
            if (e is not SearchEvent.Kept kept) return;
            TrajectoryId[] open = [.. kept.Frontier.Where(id => journal.Tree[id].Trajectory.State == TrajectoryState.Open)];
            Assert.Equal(open, policy.Scopes[0].Kept[^1]);
            Assert.Equal(open.Length, policy.Scopes[0].Held);
            Assert.All(prm.Scopes, scope => Assert.Equal(open, scope.Kept[^1]));
            Assert.All(prm.Scopes, scope => Assert.Equal(open.Length, scope.Held));
        });
        return journal;
    }

    private static double Score(TreeNode node) => node.Trajectory.Steps is [.., var last] ? last.Score!.Value : double.NegativeInfinity;

    private static int Tree(TreeNode node, int width)
    {
        while (node.Parent!.Parent is not null) node = node.Parent;
        return node.Slot / width;
    }
}
