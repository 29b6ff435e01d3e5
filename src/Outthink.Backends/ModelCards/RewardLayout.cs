using System.Diagnostics.CodeAnalysis;

namespace Outthink.Backends.ModelCards;

/// <summary>
/// How steps follow the prompt in a reward model's input. Each step is tokenised by itself, so that the tokens of a
/// prefix never depend on what follows.
/// </summary>
public sealed record RewardLayout
{
    /// <summary>The first step's text, <c>{step}</c> standing for the step and <c>{marker}</c> for the marker's token.</summary>
    [AllowNull]
    public string First { get; init => field = value ?? field; } = "{step}{marker}";

    /// <summary>Every further step's text; null when it is as the first one's.</summary>
    public string? Next { get; init; }

    /// <summary>What is done to a step's text before.</summary>
    public StepTrim Steps { get; init; }

    /// <summary>
    /// Outcome reward models: what follows a whole solution, at whose last token it is read. It is read in a branch of
    /// its own, so that the solution can go on. Null takes what the chat template puts after an assistant's turn.
    /// </summary>
    public string? Closing { get; init; }
}
