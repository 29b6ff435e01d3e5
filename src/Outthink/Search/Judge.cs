using System.Collections.Immutable;

namespace Outthink.Search;

/// <summary>Has trajectories scored in batches; scores nothing where there is no reward model.</summary>
internal sealed class Judge(RewardScope? rewards, Action<SearchEvent>? onEvent, CancellationToken cancellationToken)
{
    /// <summary>Scores those that need it, all in one batch. Truncated ones decide nothing, and those without a new step have their scores.</summary>
    /// <returns>The same trajectories in the same order.</returns>
    public async Task<ImmutableArray<Trajectory>> ScoreAsync(ImmutableArray<Trajectory> trajectories)
    {
        ImmutableArray<Trajectory> unscored = [.. trajectories.Where(t => t.State != TrajectoryState.Truncated && t.Steps.Any(s => s.Score is null))];
        if (rewards is null || unscored.IsEmpty) return trajectories;
        cancellationToken.ThrowIfCancellationRequested();
        ImmutableArray<ImmutableArray<double>> scores = await rewards.ScoreAsync(unscored, cancellationToken);
        var scored = Rewards.Attach(unscored, scores).ToDictionary(t => t.Id);
        for (int i = 0; i < unscored.Length; i++)
            onEvent?.Invoke(new SearchEvent.Scored { Trajectory = unscored[i].Id, Scores = scores[i] });
        return [.. trajectories.Select(t => scored.GetValueOrDefault(t.Id, t))];
    }

    /// <summary>
    /// Scores half-written trajectories on what surely stands: their last step up to its last white space, since the word
    /// after it may not be complete. Those whose step has none get no score, nor do siblings that are all equal so far,
    /// since none is behind; equal ones among others are scored once.
    /// </summary>
    /// <param name="families">The halves of one parent each.</param>
    public async Task<Dictionary<TrajectoryId, double>> ScoreBeginningsAsync(IEnumerable<IEnumerable<Trajectory>> families)
    {
        IGrouping<string, Trajectory>[] rivals =
        [
            .. families.Select(halves => halves.Select(Beginning).OfType<Trajectory>().GroupBy(t => t.Steps[^1].Text).ToArray()).Where(f => f.Length > 1).SelectMany(f => f),
        ];
        ImmutableArray<Trajectory> scored = await ScoreAsync([.. rivals.Select(equal => equal.First())]);
        return rivals.Zip(scored).Where(r => r.Second.Steps[^1].Score is not null)
            .SelectMany(r => r.First.Select(t => (t.Id, Score: r.Second.Steps[^1].Score!.Value))).ToDictionary(t => t.Id, t => t.Score);
    }

    private static Trajectory? Beginning(Trajectory half)
    {
        string text = half.Steps[^1].Text;
        int end = text.AsSpan().LastIndexOfAny(" \t\r\n");
        return end < 0 || string.IsNullOrWhiteSpace(text[..end])
            ? null
            : half with { Steps = half.WholeSteps.Add(half.Steps[^1] with { Text = text[..end] }) };
    }
}
