using System.Collections.Immutable;
using Outthink.Backends.Local;
using Outthink.Backends.ModelCards;
using Outthink.Backends.Tests.Models;
using Outthink.Engine;
using Outthink.Engine.Text;
using Outthink.Engine.Weights;
using Outthink.Planning;
using Outthink.Search;

namespace Outthink.Backends.Tests.Local;

/// <summary>Policies that think first: the span is one step, within its budget, and kept.</summary>
public sealed class ThinkingTests
{
    [Theory]
    [InlineData("<think>a\n\nb\n\nc</think>\n\nd\n\ne", false, "<think>a\n\nb\n\nc</think>|\n\nd\n\n|e")]
    [InlineData("a\n\nb</think>c", true, "a\n\nb</think>|c")]
    [InlineData("a\n\nb", true, "a\n\nb")]
    [InlineData("a\n\nb", false, "a\n\n|b")]
    [InlineData("</think>\n\na", true, "</think>|\n\na")]
    [InlineData("a <think>\n\n</think>\n\n<think>x\n\ny", false, "a <think>\n\n</think>|\n\n<think>x\n\ny")]
    public void Thoughts_are_one_step(string text, bool inThoughts, string expected)
    {
        using SyntheticModel model = new("qwen2");
        Tokenizer tokenizer = Read(model);
        StepSplitter splitter = new(tokenizer, "\n\n", new(new(), tokenizer, Card(model, null)));
        ImmutableArray<Step> steps = splitter.Split(tokenizer.Encode(text, addSpecial: false, parseSpecial: false), inThoughts);
        Assert.Equal(expected, string.Join('|', steps.Select(s => s.Text)));
    }

    [Theory]
    [InlineData("majority")]
    [InlineData("beam")]
    public async Task Thoughts_that_spend_their_budget_are_closed_and_the_answer_goes_on(string strategy)
    {
        using SyntheticModel file = new("qwen2", begin: "<｜begin▁of▁sentence｜>", end: "<｜end▁of▁sentence｜>");
        using SyntheticModel judge = new("qwen2", headOutputs: 2);
        await using InferenceEngine engine = new(new() { Threads = 1 });
        LocalPolicy policy = LocalPolicy.Load(engine, Card(file, budget: 12));
        LocalRewardModel prm = LocalRewardModel.Load(engine, BuiltInCards.Named(ModelRole.Prm, "qwen2.5-math-prm")! with { Name = "prm", File = judge.Path });
        int before = engine.BlocksInUse;
        Assert.True(SearchStrategy.TryParse(strategy, out SearchStrategy? search));
        Verdict verdict = await search.SearchAsync(new() { Id = "p", Text = "1 + 1?" }, policy, prm, new() { Samples = 4, MaxTokens = 60, MaxSteps = 4, Seed = 3 }, cancellationToken: TestContext.Current.CancellationToken);
        Trajectory[] all = [.. verdict.Candidates.Select(c => c.Trajectory), .. verdict.Truncated];
        Assert.NotEmpty(all);
        foreach (Trajectory trajectory in all.Where(t => t.TokenCount > 12))
        {
            Step thoughts = trajectory.Steps[0];
            Assert.StartsWith("<think>\n", thoughts.Text, StringComparison.Ordinal);
            Assert.EndsWith("</think>", thoughts.Text.TrimEnd(), StringComparison.Ordinal);
            Assert.InRange(thoughts.TokenCount, 1, 12 + 4);
            Assert.InRange(trajectory.TokenCount, 13, 60 + 5);
        }
        Assert.Contains(all, t => t.TokenCount > 20);
        Assert.Equal(before, engine.BlocksInUse);
    }

    [Fact]
    public async Task Thoughts_drawn_in_waves_are_those_of_one_batch()
    {
        using SyntheticModel file = new("qwen2", begin: "<｜begin▁of▁sentence｜>", end: "<｜end▁of▁sentence｜>");
        await using InferenceEngine engine = new(new() { Threads = 1 });
        LocalPolicy policy = LocalPolicy.Load(engine, Card(file, budget: 12));
        int before = engine.BlocksInUse;
        SearchOptions options = new() { Samples = 8, MaxTokens = 60, Seed = 3, Sampling = new() { Temperature = 0.2 } };
        string[] texts = [];
        foreach (Thrift? thrift in (Thrift?[])[null, new() { SafeVote = 1 - 1e-12, Wave = 2 }])
        {
            Verdict verdict = await new MajorityVote().SearchAsync(new() { Id = "p", Text = "1 + 1?" }, policy, null, options with { Thrift = thrift }, cancellationToken: TestContext.Current.CancellationToken);
            string[] all = [.. verdict.Candidates.Select(c => c.Trajectory).Concat(verdict.Truncated).Select(t => t.Text).Order(StringComparer.Ordinal)];
            if (thrift is not null) Assert.Equal(texts, all);
            texts = all;
        }
        Assert.Contains(texts, text => text.Contains("</think>", StringComparison.Ordinal));
        Assert.Equal(before, engine.BlocksInUse);
    }

    [Fact]
    public async Task Without_a_budget_thoughts_go_on_to_the_limit_of_tokens()
    {
        using SyntheticModel file = new("qwen2", begin: "<｜begin▁of▁sentence｜>", end: "<｜end▁of▁sentence｜>");
        await using InferenceEngine engine = new(new() { Threads = 1 });
        LocalPolicy policy = LocalPolicy.Load(engine, Card(file, budget: null));
        await using PolicyScope scope = policy.Open(new() { Id = "p", Text = "1 + 1?" });
        var proposals = await scope.ProposeAsync([new() { Parent = scope.Root, Seeds = [1, 2, 3], Sampling = new(), Extent = Extent.Step, MaxTokens = 30 }], TestContext.Current.CancellationToken);
        Assert.All(proposals[0], p => Assert.True(p.Steps.Length == 1));
        Assert.Contains(proposals[0], p => p is { End: ProposalEnd.TokenLimit, Steps: [{ TokenCount: 30 }] });
    }

    [Fact]
    public async Task A_tag_without_text_is_refused()
    {
        using SyntheticModel file = new("qwen2", begin: "<｜begin▁of▁sentence｜>", end: "<｜end▁of▁sentence｜>");
        await using InferenceEngine engine = new(new() { Threads = 1 });
        ModelCard card = Card(file, null) with { Thinking = new() { Open = "<|im_start|>" } };
        Assert.Contains("control token", Assert.Throws<ModelCardException>(() => LocalPolicy.Load(engine, card)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<|nowhere|>", "None of the tokens")]
    [InlineData("<|im_start|>", "does not say so")]
    public async Task A_stop_token_that_does_not_stop_is_refused(string piece, string reason)
    {
        using SyntheticModel file = new("qwen2");
        await using InferenceEngine engine = new(new() { Threads = 1 });
        ModelCard card = BuiltInCards.Named(ModelRole.Policy, "qwen2.5-instruct")! with { Name = "p", File = file.Path, StopTokens = [piece] };
        Assert.Contains(reason, Assert.Throws<ModelCardException>(() => LocalPolicy.Load(engine, card)).Message, StringComparison.Ordinal);
    }

    private static ModelCard Card(SyntheticModel file, int? budget)
    {
        ModelCard card = BuiltInCards.Named(ModelRole.Policy, "deepseek-r1-distill")!;
        return card with { Name = "thinker", File = file.Path, Thinking = card.Thinking! with { Budget = budget } };
    }

    private static Tokenizer Read(SyntheticModel model)
    {
        using GgufFile file = GgufFile.Open(model.Path);
        return Tokenizer.FromGguf(file);
    }
}
