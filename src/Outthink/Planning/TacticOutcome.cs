namespace Outthink.Planning;

/// <summary>One tactic on the tuning problems of one difficulty. Costs are means a problem.</summary>
public sealed record TacticOutcome
{
    public required int Problems { get; init; }

    /// <summary>Share solved.</summary>
    public required double Accuracy { get; init; }

    /// <summary>Wilson interval of <see cref="Accuracy"/>, 95 %.</summary>
    public required double Low { get; init; }

    /// <inheritdoc cref="Low"/>
    public required double High { get; init; }

    /// <summary>Share solved of those problems whose answer was wrong before, drawn towards <see cref="Accuracy"/> where they are few.</summary>
    public required double Recovery { get; init; }

    /// <summary>Tokens evaluated by policy and reward model.</summary>
    public required double Tokens { get; init; }

    public required double Flops { get; init; }

    public required double Seconds { get; init; }
}
