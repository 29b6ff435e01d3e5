using Outthink.Search;
using Outthink.Tests.Scripted;
using Outthink.Tracing;

namespace Outthink.Tests.Tracing;

public sealed class SearchTraceTests
{
    private static readonly SearchOptions Options = new() { Samples = 6, BeamWidth = 2, MaxSteps = 6 };

    [Fact]
    public async Task A_trace_redraws_the_tree_and_recounts_every_sample()
    {
        foreach (SearchStrategy strategy in SearchStrategy.All)
        {
            for (uint world = 0; world < 40; world++)
            {
                var text = new StringWriter();
                var trace = new SearchTrace(text);
                var policy = World.Policy(world);

                Verdict verdict = await Trial.RunAsync(strategy, policy, World.Prm(world), Options, trace.Write);

                var tree = new SearchTree();
                foreach (SearchEvent e in SearchTrace.Read(new StringReader(text.ToString()))) tree.Add(e);
                Assert.Equal(policy.Scopes[0].Batches.Sum(b => b.Sum(e => e.Seeds.Length)), tree.DrawCount);
                Assert.Equal(verdict.Usage.GeneratedTokens, tree.TokenCount);
                Assert.Equal(verdict.Answer, tree.Decision!.Answer);
                Assert.Equal(verdict.Usage, tree.Decision.Usage);
                foreach (Candidate candidate in verdict.Candidates) AssertSame(candidate.Trajectory, tree[candidate.Trajectory.Id].Trajectory);
                foreach (Trajectory truncated in verdict.Truncated) AssertSame(truncated, tree[truncated.Id].Trajectory);
                Assert.All(tree.Frontier, node => Assert.Equal(Fate.Kept, node.Fate));
                Assert.Equal(verdict.Candidates.Select(c => c.Trajectory.Id), tree.Frontier.Select(node => node.Trajectory.Id));
            }
        }
    }

    [Fact]
    public async Task Written_read_and_written_again_it_is_the_same_text()
    {
        var first = new StringWriter();
        await Trial.RunAsync(new Dvts(), World.Policy(4), World.Prm(4), Options, new SearchTrace(first).Write);
        var second = new StringWriter();
        var again = new SearchTrace(second);
        foreach (SearchEvent e in SearchTrace.Read(new StringReader(first.ToString()))) again.Write(e);
        Assert.Equal(first.ToString(), second.ToString());
    }

    [Fact]
    public async Task A_steps_log_probability_is_read_back_and_absent_where_it_is_not_known()
    {
        var text = new StringWriter();
        var policy = new ScriptedPolicy(_ => new Utterance([new Step("a\n\n", 2) { LogProbability = -1.0 / 3 }, new Step("it is 3", 3)], ProposalEnd.EndOfSequence));

        await Trial.RunAsync(new BestOfN(), policy, new ScriptedRewardModel(_ => .5), new SearchOptions { Samples = 1 }, new SearchTrace(text).Write);

        Draw draw = Assert.Single(SearchTrace.Read(new StringReader(text.ToString())).OfType<SearchEvent.Proposed>()).Draws[0];
        Assert.Equal([-1.0 / 3, null], draw.Steps.Select(s => s.LogProbability));
        Assert.Equal(1, text.ToString().Split("logProbability").Length - 1);
    }

    [Fact]
    public async Task The_format_is_the_golden_files()
    {
        var policy = ScriptedPolicy.Tree(
            ("", ["2 + 2 = 4.\n\n", "2 + 2 = 4.\n\n", "\n\n", "2 + 2 = 5…", "2 + 2 < 5.\n\n", "2 + 2 = 4.\n\n"]),
            ("2 + 2 = 4.\n\n", ["The answer is \\boxed{4}.", "The answer is \\boxed{5}."]),
            ("2 + 2 < 5.\n\n", ["It's 3", "It's 3", "It's 3"]));
        var prm = ScriptedRewardModel.Steps(
            ("2 + 2 = 4.", .875), ("2 + 2 < 5.", .5), ("The answer is \\boxed{4}.", .75), ("The answer is \\boxed{5}.", .125), ("It's 3", .25));
        var text = new StringWriter();

        await Trial.RunAsync(
            new BeamSearch { Clock = new TickingClock() }, policy, prm,
            new SearchOptions { Samples = 4, BeamWidth = 2, MaxTokens = 40, Seed = 42 }, new SearchTrace(text).Write);

        Assert.Equal(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Tracing", "golden.trace.jsonl"), TestContext.Current.CancellationToken), text.ToString());
    }

    [Fact]
    public async Task Two_searches_may_follow_each_other()
    {
        var text = new StringWriter();
        var trace = new SearchTrace(text);
        await Trial.RunAsync(new MajorityVote(), World.Policy(1), null, Options, trace.Write);
        Verdict last = await Trial.RunAsync(new BeamSearch(), World.Policy(2), World.Prm(2), Options, trace.Write);

        var tree = new SearchTree();
        foreach (SearchEvent e in SearchTrace.Read(new StringReader(text.ToString()))) tree.Add(e);

        Assert.Equal(last.Answer, tree.Decision!.Answer);
        Assert.Equal(last.Usage.GeneratedTokens, tree.TokenCount);
    }

    [Theory]
    [InlineData("", 1, "empty")]
    [InlineData("nonsense", 1, "")]
    [InlineData("null", 1, "no event")]
    [InlineData("{\"format\":\"other\",\"version\":1}", 1, "'other'")]
    [InlineData("{\"format\":\"outthink-trace\",\"version\":2}", 1, "version is 2")]
    [InlineData("{\"version\":1}", 1, "")]
    [InlineData("{\"format\":\"outthink-trace\",\"version\":1}\n{\"event\":\"proposed\",\"round\":1,\"parent\":0,\"draws\":[{\"seed\":\"x\"}]}", 2, "'x' is not a seed")]
    [InlineData("{\"format\":\"outthink-trace\",\"version\":1}\n{\"event\":\"exploded\"}", 2, "exploded")]
    [InlineData("{\"format\":\"outthink-trace\",\"version\":1}\n{\"event\":\"scored\",\"trajectory\":1}", 2, "scores")]
    [InlineData("{\"format\":\"outthink-trace\",\"version\":1}\n{\"event\":\"scored\",\"trajectory\":1,\"scores\":[0.5]}\n{\"event\":\"sco", 3, "")]
    public void A_damaged_trace_is_refused_with_the_line(string text, int line, string message)
    {
        var thrown = Assert.Throws<TraceFormatException>(() => SearchTrace.Read(new StringReader(text)).Count());
        Assert.Equal(line, thrown.Line);
        Assert.Contains(message, thrown.Message, StringComparison.Ordinal);
    }

    private static void AssertSame(Trajectory expected, Trajectory actual)
    {
        Assert.Equal(expected.Steps, actual.Steps);
        Assert.Equal(expected with { Steps = [] }, actual with { Steps = [] });
    }
}
