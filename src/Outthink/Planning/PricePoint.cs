namespace Outthink.Planning;

/// <summary>What compute-optimal search spent and reached in tuning when a token cost this much: the bridge from a budget to a price.</summary>
public sealed record PricePoint
{
    /// <summary>Probability of a right answer that one token (policy or reward model) must buy.</summary>
    public required double Price { get; init; }

    public required double Accuracy { get; init; }

    /// <summary>Means a problem.</summary>
    public required double Tokens { get; init; }

    /// <inheritdoc cref="Tokens"/>
    public required double Flops { get; init; }

    /// <inheritdoc cref="Tokens"/>
    public required double Seconds { get; init; }

    /// <summary>The amount in a unit.</summary>
    public double In(CostUnit unit) => unit switch
    {
        CostUnit.Tokens => Tokens,
        CostUnit.Flops => Flops,
        CostUnit.Seconds => Seconds,
        _ => throw new ArgumentOutOfRangeException(nameof(unit), unit, "Unknown unit."),
    };
}
