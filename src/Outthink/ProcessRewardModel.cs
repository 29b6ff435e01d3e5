namespace Outthink;

/// <summary>Port: the model that scores each step of a trajectory. Thread-safe; many problems are open at once.</summary>
public abstract class ProcessRewardModel
{
    public abstract string Name { get; }

    /// <inheritdoc cref="Policy.Open"/>
    public abstract RewardScope Open(Problem problem);
}
