using System.Collections.Immutable;
using Outthink.Backends.Local;
using Outthink.Engine;

namespace Outthink.Backends.Tests.Local;

/// <summary>Steps carry the policy's log-probability: the sum of what the engine says of their tokens.</summary>
public sealed class LogProbabilityTests
{
    [Theory]
    [InlineData(Extent.Step, 1.0)]
    [InlineData(Extent.Solution, 1.0)]
    [InlineData(Extent.Solution, 0.6)]
    public async Task A_steps_sum_is_that_of_its_tokens_scored_by_themselves(Extent extent, double temperature)
    {
        await using ShippedFamily family = new();
        await using var scope = (LocalPolicyScope)family.Policy.Open(ShippedFamily.Story("p"));
        ImmutableArray<Proposal> proposals = await ProposeAsync(scope, scope.Root, extent, 200, temperature);
        Assert.Contains(proposals, p => p.Steps.Length > (extent == Extent.Step ? 0 : 1));
        foreach (Proposal proposal in proposals)
        {
            ImmutableArray<int> tokens = [.. scope.TokensOf(proposal.Id).Skip(scope.TokensOf(scope.Root).Length)];
            Assert.Equal(tokens.Length, proposal.Steps.Sum(s => s.TokenCount));
            ImmutableArray<float> expected = await ScoreAsync(family.Policy.Model, scope.TokensOf(scope.Root), tokens);
            int start = 0;
            foreach (Step step in proposal.Steps)
            {
                Assert.Equal(expected.Skip(start).Take(step.TokenCount).Sum(v => (double)v), step.LogProbability!.Value, 1e-4);
                Assert.True(step.LogProbability < 0);
                start += step.TokenCount;
            }
        }
    }

    [Fact]
    public async Task A_step_cut_off_after_any_of_its_tokens_and_written_on_has_the_sum_of_the_step_at_once()
    {
        await using ShippedFamily family = new();
        await using PolicyScope scope = family.Policy.Open(ShippedFamily.Story("p"));
        Proposal once = (await ProposeAsync(scope, scope.Root, Extent.Step, 200))[0];
        int length = once.Steps[0].TokenCount;
        Assert.True(length > 5);
        for (int after = 1; after < length; after++)
        {
            Proposal begun = (await ProposeAsync(scope, scope.Root, Extent.Step, after))[0];
            Assert.Equal(ProposalEnd.TokenLimit, begun.End);
            Proposal whole = (await ProposeAsync(scope, begun.Id, Extent.Step, 200 - after))[0];
            Assert.Equal(once.Steps[0], whole.Steps[0]);
            if (!begun.Steps.IsEmpty) Assert.True(begun.Steps[0].LogProbability > whole.Steps[0].LogProbability);
        }
    }

    [Fact]
    public async Task The_number_of_threads_changes_no_bit()
    {
        Assert.Equal(await DrawAsync(1), await DrawAsync(2));

        static async Task<double?[]> DrawAsync(int threads)
        {
            await using ShippedFamily family = new(threads);
            await using PolicyScope scope = family.Policy.Open(ShippedFamily.Story("p"));
            return [.. (await ProposeAsync(scope, scope.Root, Extent.Solution, 200)).SelectMany(p => p.Steps).Select(s => s.LogProbability)];
        }
    }

    [Fact]
    public void A_sum_that_is_not_finite_is_left_out()
    {
        ImmutableArray<Step> steps = StepLogProbs.AddTo([new("a", 2), new("b", 1)], [-1, float.NegativeInfinity, -2]);
        Assert.Equal([null, -2], steps.Select(s => s.LogProbability));
    }

    private static async Task<ImmutableArray<Proposal>> ProposeAsync(PolicyScope scope, TrajectoryId parent, Extent extent, int maxTokens, double temperature = 1) =>
        (await scope.ProposeAsync(
            [new() { Parent = parent, Seeds = [7, 8, 9, 10], Sampling = new() { Temperature = temperature }, Extent = extent, MaxTokens = maxTokens }],
            TestContext.Current.CancellationToken))[0];

    private static async Task<ImmutableArray<float>> ScoreAsync(LanguageModel model, ImmutableArray<int> prompt, ImmutableArray<int> tokens)
    {
        using Sequence start = model.Start(prompt);
        ScoreResult result = await model.ScoreAsync(start, new() { Continuations = [tokens], ReadOut = new ReadOut.TokenLogProbs() }, TestContext.Current.CancellationToken);
        result.Scorings[0].Sequence.Dispose();
        return result.Scorings[0].Values;
    }
}
