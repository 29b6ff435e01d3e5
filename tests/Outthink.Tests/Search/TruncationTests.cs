using Outthink.Search;
using Outthink.Tests.Scripted;

namespace Outthink.Tests.Search;

public sealed class TruncationTests
{
    private static readonly SearchOptions One = new() { Samples = 1, BeamWidth = 1 };
    private static readonly ScriptedRewardModel Half = new(_ => .5);

    public static TheoryData<string> Guided => ["beam", "dvts"];

    private static SearchStrategy Strategy(string name) => SearchStrategy.TryParse(name, out SearchStrategy? s) ? s : throw new ArgumentException(name);

    [Theory, MemberData(nameof(Guided))]
    public async Task The_token_budget_is_one_for_all_steps(string strategy)
    {
        var policy = ScriptedPolicy.Tree(("", ["ab\n\n"]), ("ab\n\n", ["c…"]));

        Verdict verdict = await Trial.RunAsync(Strategy(strategy), policy, Half, One with { MaxTokens = 5 });

        Assert.Equal([5, 1], policy.Scopes[0].Batches.Select(b => b[0].MaxTokens));
        Assert.Equal(TrajectoryState.Truncated, Assert.Single(verdict.Truncated).State);
        Assert.Empty(verdict.Candidates);
        Assert.Null(verdict.Answer);
        Assert.Null(verdict.Chosen);
    }

    [Theory, MemberData(nameof(Guided))]
    public async Task A_step_that_spends_the_last_token_is_truncated_without_asking_again(string strategy)
    {
        var policy = ScriptedPolicy.Tree(("", ["abc\n\n"]));

        Verdict verdict = await Trial.RunAsync(Strategy(strategy), policy, Half, One with { MaxTokens = 5 });

        Assert.Single(policy.Scopes[0].Batches);
        Assert.Single(verdict.Truncated);
    }

    [Theory, MemberData(nameof(Guided))]
    public async Task The_last_step_allowed_must_finish(string strategy)
    {
        var policy = ScriptedPolicy.Tree(("", ["a\n\n", "b\n\n"]), ("a\n\n", ["so 1", "x\n\n"]), ("b\n\n", ["so 2", "y\n\n"]));

        Verdict verdict = await Trial.RunAsync(Strategy(strategy), policy, Half, new SearchOptions { Samples = 2, BeamWidth = 1, MaxSteps = 1 });

        Assert.Equal(2, verdict.Truncated.Length);
        Assert.Single(policy.Scopes[0].Batches);

        policy = ScriptedPolicy.Tree(("", ["a\n\n", "b\n\n"]), ("a\n\n", ["x\n\n"]), ("b\n\n", ["so 2"]));
        verdict = await Trial.RunAsync(Strategy(strategy), policy, Half, new SearchOptions { Samples = 2, BeamWidth = 1, MaxSteps = 2 });
        Assert.Equal("2", verdict.Answer);
        Assert.Equal("a\n\nx\n\n", Assert.Single(verdict.Truncated).Text);
    }

    [Theory, MemberData(nameof(Guided))]
    public async Task A_complete_final_answer_finishes_whatever_the_step_ends_with(string strategy)
    {
        foreach (string says in new[] { "\\boxed{4}\n\n", "\\boxed{4} and then…", "\\boxed{4}" })
        {
            Verdict verdict = await Trial.RunAsync(Strategy(strategy), ScriptedPolicy.Tree(("", [says])), Half, One);
            Assert.Equal("4", verdict.Answer);
            Assert.Empty(verdict.Truncated);
        }
    }

    [Theory]
    [InlineData("cot")]
    [InlineData("majority")]
    [InlineData("best-of-n")]
    public async Task A_whole_solution_cut_off_is_reported_and_never_stands(string strategy)
    {
        foreach (ProposalEnd end in new[] { ProposalEnd.TokenLimit, ProposalEnd.ContextEnd })
        {
            var policy = new ScriptedPolicy(_ => new Utterance([new Step("it is 3 and it is 3", 9)], end));
            Verdict verdict = await Trial.RunAsync(Strategy(strategy), policy, Half, One);
            Assert.Null(verdict.Answer);
            Assert.Equal("it is 3 and it is 3", Assert.Single(verdict.Truncated).Text);
            Assert.Null(verdict.Truncated[0].Steps[0].Score);
        }
    }

    [Fact]
    public async Task Whole_solutions_may_have_more_steps_than_MaxSteps()
    {
        Verdict verdict = await Trial.RunAsync(new MajorityVote(), ScriptedPolicy.Tree(("", ["a\n\nb\n\nso 5"])), null, One with { MaxSteps = 1 });
        Assert.Equal("5", verdict.Answer);
    }
}
