using System.Collections.Immutable;
using System.Text;
using Outthink.Backends.Local;
using Outthink.Backends.ModelCards;
using Outthink.Backends.Tests.Models;
using Outthink.Engine;
using Outthink.Engine.Text;
using Outthink.Engine.Weights;
using Outthink.Search;

namespace Outthink.Backends.Tests.Local;

/// <summary>
/// Thoughts that end too early go on. The policy has random weights; a letter that it draws often stands for the
/// closing tag.
/// </summary>
public sealed class LeastThinkingTests : IDisposable
{
    private const int Least = 24, Limit = 60;

    private readonly SyntheticModel file = new("qwen2", begin: "<｜begin▁of▁sentence｜>", end: "<｜end▁of▁sentence｜>");
    private readonly SyntheticModel judge = new("qwen2", headOutputs: 2);

    public void Dispose()
    {
        file.Dispose();
        judge.Dispose();
    }

    [Theory]
    [InlineData("</think>", "ab</think>c</think>", true, 2)]
    [InlineData("</think>", "ab</think>c", false, null)]
    [InlineData("</think>", "a</think><think>b</think>c", false, 4)]
    [InlineData("END", "abENcENDd", true, 5)]
    [InlineData("END", "abEN", true, null)]
    [InlineData("END", "", true, null)]
    public void The_closing_tag_is_found_by_its_first_token(string close, string text, bool inThoughts, int? expected)
    {
        using GgufFile gguf = GgufFile.Open(file.Path);
        Tokenizer tokenizer = Tokenizer.FromGguf(gguf);
        ThoughtReader reader = new(new() { Close = close }, tokenizer, Card(new()));
        Assert.Equal(expected, reader.ClosedAt(tokenizer.Encode(text, addSpecial: false, parseSpecial: true), inThoughts));
    }

    [Theory]
    [InlineData(Extent.Step)]
    [InlineData(Extent.Solution)]
    public async Task A_closing_tag_that_comes_too_early_is_taken_back_and_the_continuation_put_in(Extent extent)
    {
        await using InferenceEngine engine = new(new() { Threads = 1 });
        string close = await LetterAsync(engine);
        int before = engine.BlocksInUse, early = 0;
        await using (var plain = (LocalPolicyScope)Open(engine, new() { Close = close }))
        await using (var held = (LocalPolicyScope)Open(engine, new() { Close = close, Least = Least }))
        {
            ImmutableArray<Proposal> free = await ProposeAsync(plain, extent, 16), forced = await ProposeAsync(held, extent, 16);
            for (int i = 0; i < free.Length; i++)
            {
                string first = Text(plain, free[i]), text = Text(held, forced[i]);
                int closed = first.IndexOf(close, StringComparison.Ordinal);
                if (closed < 0 || closed >= Least)
                {
                    string thoughts = closed < 0 ? first : first[..(closed + 1)];
                    Assert.StartsWith(thoughts, text, StringComparison.Ordinal);
                    continue;
                }
                early++;
                Assert.StartsWith(first[..closed] + "Wait", text, StringComparison.Ordinal);
                Assert.InRange(text.Split("Wait").Length - 1, 1, 2);
                int end = text.IndexOf(close, StringComparison.Ordinal);
                if (end >= 0 && end < Least) Assert.Equal(2, text.Split("Wait").Length - 1);
                Assert.InRange(forced[i].Steps.Sum(s => s.TokenCount), 1, Limit);
            }
            Assert.True(early > 2, $"Only {early} samples closed their thoughts early.");
            Assert.Equal(forced.Sum(p => p.Steps.Sum(s => s.TokenCount)), held.Usage.GeneratedTokens);
            foreach (Proposal proposal in forced) await AssertLogProbabilityAsync(held, engine, proposal);
        }
        Assert.Equal(before, engine.BlocksInUse);
    }

    [Theory]
    [InlineData(Extent.Step)]
    [InlineData(Extent.Solution)]
    public async Task A_sample_depends_on_its_seed_alone(Extent extent)
    {
        await using InferenceEngine one = new(new() { Threads = 1 }), two = new(new() { Threads = 2 });
        ThinkingSpan span = new() { Close = await LetterAsync(one), Least = Least, Budget = 40, Continuation = "Hm, ", MostContinuations = 3 };
        await using PolicyScope batch = Open(one, span), other = Open(two, span);
        string[] together = Describe(await ProposeAsync(batch, extent, 8));
        Assert.Equal(together, Describe(await ProposeAsync(other, extent, 8)));
        Assert.Equal(batch.Usage, other.Usage);
        for (int i = 0; i < together.Length; i++)
        {
            await using PolicyScope alone = Open(one, span);
            Assert.Equal(together[i], Describe(await ProposeAsync(alone, extent, 1, first: i)).Single());
        }
    }

    [Theory]
    [InlineData("majority")]
    [InlineData("beam")]
    public async Task A_search_votes_as_usual_within_the_budget(string strategy)
    {
        await using InferenceEngine engine = new(new() { Threads = 1 });
        ThinkingSpan span = new() { Close = await LetterAsync(engine), Least = 12, Budget = 16 };
        LocalPolicy policy = LocalPolicy.Load(engine, Card(span));
        LocalRewardModel prm = LocalRewardModel.Load(engine, BuiltInCards.Named(ModelRole.Prm, "qwen2.5-math-prm")! with { Name = "prm", File = judge.Path });
        int before = engine.BlocksInUse;
        Assert.True(SearchStrategy.TryParse(strategy, out SearchStrategy? search));
        SearchOptions options = new() { Samples = 8, MaxTokens = Limit, MaxSteps = 4, Seed = 3, Sampling = new() { TopK = 12 }, Thrift = new() { SafeVote = strategy == "majority" ? 0.95 : null } };
        Verdict verdict = await search.SearchAsync(new() { Id = "p", Text = "1 + 1?" }, policy, prm, options, cancellationToken: TestContext.Current.CancellationToken);
        Trajectory[] all = [.. verdict.Candidates.Select(c => c.Trajectory), .. verdict.Truncated];
        Assert.Contains(all, t => t.Steps[0].Text.Contains("Wait", StringComparison.Ordinal));
        Assert.All(all.Where(t => t.Steps.Length > 1), t => Assert.InRange(t.Steps[0].TokenCount, 1, 16 + 4));
        Assert.Equal(before, engine.BlocksInUse);
    }

    [Fact]
    public async Task Thoughts_that_the_policy_opens_itself_end_a_step_without_a_blank_line()
    {
        await using InferenceEngine engine = new(new() { Threads = 1 });
        ThinkingSpan span = new() { Open = await LetterAsync(engine) };
        await using PolicyScope scope = Open(engine, span with { Close = await LetterAsync(engine, span.Open) });
        Assert.All(await ProposeAsync(scope, Extent.Step, 16), p => Assert.InRange(p.Steps.Length, 0, 1));
    }

    [Fact]
    public async Task A_piece_that_ends_with_the_budget_is_written_on()
    {
        await using InferenceEngine engine = new(new() { Threads = 1 });
        await using PolicyScope scope = Open(engine, new() { Budget = 12 });
        Proposal begun = (await ProposeAsync(scope, Extent.Step, 1, maxTokens: 12))[0];
        Assert.Equal(ProposalEnd.TokenLimit, begun.End);
        Proposal whole = (await scope.ProposeAsync([Ask(begun.Id, Extent.Step, [100], 40)], TestContext.Current.CancellationToken))[0][0];
        Assert.EndsWith("</think>", whole.Steps[0].Text.TrimEnd(), StringComparison.Ordinal);
    }

    /// <summary>The letter drawn most often, of those that stand neither in the opening tag nor in what is put in.</summary>
    private async Task<string> LetterAsync(InferenceEngine engine, string except = "")
    {
        await using PolicyScope scope = Open(engine, new());
        string drawn = string.Concat((await ProposeAsync(scope, Extent.Step, 16)).SelectMany(p => p.Steps).Select(s => s.Text));
        return drawn.Where(c => char.IsAsciiLetterOrDigit(c) && !$"<think>WaitHm{except}".Contains(c, StringComparison.Ordinal)).GroupBy(c => c).MaxBy(g => g.Count())!.Key.ToString();
    }

    private async Task AssertLogProbabilityAsync(LocalPolicyScope scope, InferenceEngine engine, Proposal proposal)
    {
        LanguageModel model = engine.Load(file.Path);
        ImmutableArray<int> prompt = scope.TokensOf(scope.Root);
        using Sequence start = model.Start(prompt);
        ScoreResult scored = await model.ScoreAsync(start, new() { Continuations = [scope.TokensOf(proposal.Id)[prompt.Length..]], ReadOut = new Engine.ReadOut.TokenLogProbs() }, TestContext.Current.CancellationToken);
        scored.Scorings[0].Sequence.Dispose();
        Assert.Equal(scored.Scorings[0].Values.Sum(v => (double)v), proposal.Steps.Sum(s => s.LogProbability!.Value), 1e-3);
    }

    /// <summary>What was drawn and put in, a character a byte.</summary>
    private string Text(LocalPolicyScope scope, Proposal proposal)
    {
        using GgufFile gguf = GgufFile.Open(file.Path);
        Tokenizer tokenizer = Tokenizer.FromGguf(gguf);
        return string.Concat(scope.TokensOf(proposal.Id)[scope.TokensOf(scope.Root).Length..].Select(id => Encoding.Latin1.GetString(tokenizer.BytesOf(id)) is [var letter] ? letter : '\u2026'));
    }

    private static string[] Describe(ImmutableArray<Proposal> proposals) =>
        [.. proposals.Select(p => $"{p.End}|{string.Join('¦', p.Steps.Select(s => $"{s.Text}|{s.TokenCount}|{s.LogProbability:R}"))}")];

    private static async Task<ImmutableArray<Proposal>> ProposeAsync(PolicyScope scope, Extent extent, int samples, int first = 0, int maxTokens = Limit) =>
        (await scope.ProposeAsync([Ask(scope.Root, extent, [.. Enumerable.Range(first, samples).Select(i => 100 + (ulong)i)], maxTokens)], TestContext.Current.CancellationToken))[0];

    private static Expansion Ask(TrajectoryId parent, Extent extent, ImmutableArray<ulong> seeds, int maxTokens) =>
        new() { Parent = parent, Seeds = seeds, Sampling = new() { TopK = 12 }, Extent = extent, MaxTokens = maxTokens };

    private PolicyScope Open(InferenceEngine engine, ThinkingSpan span) => LocalPolicy.Load(engine, Card(span)).Open(new() { Id = "p", Text = "1 + 1?" });

    private ModelCard Card(ThinkingSpan span) => BuiltInCards.Named(ModelRole.Policy, "deepseek-r1-distill")! with { Name = "thinker", File = file.Path, Thinking = span };
}
