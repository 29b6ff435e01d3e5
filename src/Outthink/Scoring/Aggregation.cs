namespace Outthink.Scoring;

/// <summary>How step scores become one number.</summary>
public enum Aggregation
{
    /// <summary>The last step's score.</summary>
    Last,

    /// <summary>The lowest score.</summary>
    Min,

    /// <summary>The arithmetic mean.</summary>
    Mean,

    /// <summary>The product of all scores.</summary>
    Product,
}
