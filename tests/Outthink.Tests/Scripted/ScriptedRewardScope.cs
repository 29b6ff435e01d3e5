using System.Collections.Immutable;

namespace Outthink.Tests.Scripted;

internal sealed class ScriptedRewardScope(ScriptedRewardModel model, Func<string, double> score) : RewardScope
{
    private readonly HashSet<TrajectoryId> _held = [];
    private Usage _usage = Usage.Zero;

    public override Usage Usage => _usage;

    public List<ImmutableArray<Trajectory>> Batches { get; } = [];

    public List<ImmutableArray<TrajectoryId>> Kept { get; } = [];

    /// <summary>Whether it was told to remember, which is said before the first batch.</summary>
    public bool IsToRemember { get; private set; }

    public int Held => _held.Count;

    public bool IsLeft { get; private set; }

    public override void Remember()
    {
        Assert.True(IsToRemember || Batches.Count == 0, "It was told too late to remember.");
        IsToRemember = true;
    }

    public override async Task<ImmutableArray<ImmutableArray<double>>> ScoreAsync(ImmutableArray<Trajectory> trajectories, CancellationToken cancellationToken)
    {
        Assert.False(IsLeft, "A scope was used after it was left.");
        Assert.All(trajectories, t => Assert.All(t.Steps, s => Assert.False(string.IsNullOrWhiteSpace(s.Text), "A blank step was to be scored.")));
        Batches.Add(trajectories);
        await model.Hook.CallAsync(cancellationToken);
        foreach (Trajectory t in trajectories)
        {
            _held.Add(t.Id);
            int tokens = t.Steps[^1].TokenCount;
            _usage += new Usage { PrmTokens = tokens, PrmFlops = 2.0 * tokens };
        }
        return model.Spoil([.. trajectories.Select(t => t.Steps.Select((_, i) => score(string.Concat(t.Steps.Take(i + 1).Select(s => s.Text)))).ToImmutableArray())]);
    }

    public override void Keep(ImmutableArray<TrajectoryId> frontier)
    {
        Kept.Add(frontier);
        _held.IntersectWith(frontier);
        Assert.All(frontier, id => Assert.Contains(id, _held));
    }

    public override async ValueTask DisposeAsync()
    {
        await Task.Yield();
        IsLeft = true;
        _held.Clear();
    }
}
