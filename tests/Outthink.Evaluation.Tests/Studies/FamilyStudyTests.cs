using System.Collections.Immutable;
using Outthink.Evaluation.Runs;
using Outthink.Evaluation.Studies;
using Outthink.Planning;
using Outthink.Search;

namespace Outthink.Evaluation.Tests.Studies;

public sealed class FamilyStudyTests
{
    static readonly FamilyMembers Family = new() { Ladder = ["s", "m", "l"], Controls = ["c"], Prms = ["judge", "other"], MainPolicy = "m", MainPrm = "judge" };

    [Fact]
    public void Every_policy_is_run_alone_and_the_ladder_with_every_search()
    {
        StudyRun run = new FamilyStudy(Family, 10).Ladder;
        Assert.Equal(run.Rows.Length, run.Rows.Distinct().Count());
        Assert.Equal(["s", "m", "l", "c"], run.Rows.Where(r => r.Strategy.Name == "cot").Select(r => r.Policy));
        foreach (string policy in Family.Ladder)
        {
            Assert.Equal(
                [("cot", 1, null), ("majority", 64, null), ("best-of-n", 64, "judge"), ("beam", 4, "judge"), ("beam", 16, "judge"), ("beam", 64, "judge"), .. new[] { 4, 8, 16, 32, 64, 8, 16, 32, 64 }.Select(n => ("dvts", n, (string?)"judge"))],
                run.Rows.Where(r => r.Policy == policy).Select(r => (r.Strategy.Name, r.Samples, r.Prm)));
        }
        Assert.All(run.Rows, r => Assert.Empty(r.Strategy.Validate(r.Options)));
        Assert.Equal(64, run.Difficulty!.Samples);
    }

    [Fact]
    public void A_tuned_policy_is_searched_by_the_selector_at_four_budgets()
    {
        SearchProfile profile = Profiles.Of("m", "", [.. Enumerable.Range(0, 5).Select(i => new PricePoint { Price = Math.Pow(0.5, i), Accuracy = Math.Min(i, 3) / 3.0, Tokens = Math.Pow(10, i), Flops = i, Seconds = i })]);
        FamilyStudy study = new(Family with { Profiles = ImmutableDictionary<string, SearchProfile>.Empty.Add("m", profile) }, 10);
        RowPlan[] rows = [.. study.Ladder.Rows.Where(r => r.Strategy.Name == "auto")];
        Assert.Equal([Math.Round(Math.Sqrt(0.5), 9), 0.5, 0.25, 0.125], rows.Select(r => Math.Round(((Selector)((ComputeOptimalSearch)r.Strategy).Planner).Price, 9))); // √10, 10, 100 and 1,000 tokens, where accuracy is at its best
        Assert.All(rows, r => Assert.Equal(("m", "judge", 64), (r.Policy, r.Prm, r.Samples)));
    }

    [Fact]
    public void The_selector_is_studied_on_more_problems_with_the_main_policy_and_the_next_smaller_one()
    {
        StudyRun run = new FamilyStudy(Family, 10).Choices;
        Assert.Equal(["s", "m"], run.Rows.Select(r => r.Policy).Distinct());
        Assert.Equal([8, 16, 32, 64], run.Rows.Where(r => r.Policy == "m" && r.BeamWidth > 4).Select(r => r.BeamWidth!.Value)); // one subtree
        Assert.Empty(run.Suite.Items.Select(i => i.Problem).Intersect(new FamilyStudy(Family, 10).Ladder.Suite.Items.Select(i => i.Problem)));
    }

    [Fact]
    public void The_main_policy_searches_with_every_reward_model()
    {
        StudyRun run = new FamilyStudy(Family, 10).Judges;
        Assert.All(run.Rows, r => Assert.Equal("m", r.Policy));
        foreach (string prm in Family.Prms) Assert.Equal(["best-of-n", "beam", "dvts"], run.Rows.Where(r => r.Prm == prm).Select(r => r.Strategy.Name));
        Assert.Null(run.Difficulty);
    }

    [Fact]
    public void Parts_have_problems_of_their_own_up_to_the_limit()
    {
        FamilyStudy few = new(Family, 10), all = new(Family, 1000);
        string[] texts = [.. few.Ladder.Suite.Items.Concat(few.Judges.Suite.Items).Concat(few.LabelledProblems.Items).Select(i => i.Problem)];
        Assert.Equal(30, texts.Distinct().Count());
        Assert.Equal((1000, 1000, 300), (all.Ladder.Suite.Items.Length, all.Judges.Suite.Items.Length, all.LabelledProblems.Items.Length));
        Assert.Equal(["s", "m"], few.LabelledPolicies);
        Assert.Contains($"{few.Ladder.Seed}", FamilyStudy.Seeds, StringComparison.Ordinal);
    }
}
