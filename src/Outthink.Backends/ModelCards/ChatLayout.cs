using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Outthink.Backends.ModelCards;

/// <summary>How a problem becomes a conversation, which the model's chat template then writes.</summary>
public sealed record ChatLayout
{
    /// <summary>The system's message; null for none.</summary>
    public string? System { get; init; }

    /// <summary>The user's message, <c>{problem}</c> standing for the problem.</summary>
    [AllowNull]
    public string User { get; init => field = value ?? field; } = "{problem}";

    /// <summary>
    /// Reward models: what the assistant answers to each step, each step being a user's turn, the first one in the turn
    /// of the problem. Null when the steps stand in one assistant's turn.
    /// </summary>
    public string? Reply { get; init; }

    /// <summary>The chat template to use in place of the model's own.</summary>
    public string? Template { get; init; }

    /// <summary>The chat template for model files that have none.</summary>
    public string? Fallback { get; init; }

    /// <summary>Variables of the template that are on or off, such as <c>enable_thinking</c>.</summary>
    [AllowNull]
    public ImmutableDictionary<string, bool> Switches { get; init => field = value ?? field; } = ImmutableDictionary<string, bool>.Empty;

    /// <summary>Variables of the template that are text, such as <c>date_string</c>.</summary>
    [AllowNull]
    public ImmutableDictionary<string, string> Texts { get; init => field = value ?? field; } = ImmutableDictionary<string, string>.Empty;
}
