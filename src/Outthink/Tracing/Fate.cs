namespace Outthink.Tracing;

/// <summary>What became of a trajectory.</summary>
public enum Fate
{
    /// <summary>Its round is not decided yet (or was cut short).</summary>
    Pending,

    /// <summary>It went on, or held a slot as finished.</summary>
    Kept,

    /// <summary>It lost its place to better ones.</summary>
    Pruned,

    /// <summary>A limit cut it off.</summary>
    Truncated,
}
