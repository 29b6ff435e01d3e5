namespace Outthink.Backends.Measuring;

/// <summary>One search of fixed steps, measured.</summary>
public sealed record SearchSample
{
    /// <summary>From the call to the verdict.</summary>
    public required TimeSpan Wall { get; init; }

    /// <summary>Of the wall, what no forward pass takes up: the strategy, its events, drawing and reading, the ports' own work.</summary>
    public required TimeSpan Outside { get; init; }

    /// <summary>Of <see cref="Outside"/>, drawing tokens and reading scores.</summary>
    public required TimeSpan Reading { get; init; }

    public required Usage Usage { get; init; }

    /// <summary>Trajectories that reached the last step and were kept.</summary>
    public required int Candidates { get; init; }
}
