using Outthink.Search;

namespace Outthink.Tests.Scripted;

/// <summary>One search of the tests' problem, whose scopes must both be left empty however it ends.</summary>
internal static class Trial
{
    public static Problem Problem { get; } = new() { Id = "p", Text = "What is it?" };

    public static async Task<Verdict> RunAsync(
        SearchStrategy strategy, ScriptedPolicy policy, ScriptedRewardModel? prm, SearchOptions options,
        Action<SearchEvent>? onEvent = null, CancellationToken? cancellationToken = null)
    {
        try
        {
            return await strategy.SearchAsync(Problem, policy, prm, options, onEvent, cancellationToken ?? TestContext.Current.CancellationToken);
        }
        finally
        {
            Assert.All(policy.Scopes, s => Assert.True(s.IsLeft && s.Held == 0));
            if (prm is not null) Assert.All(prm.Scopes, s => Assert.True(s.IsLeft && s.Held == 0));
        }
    }
}
