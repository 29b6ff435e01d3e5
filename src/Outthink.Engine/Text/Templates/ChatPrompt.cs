using System.Collections.Immutable;

namespace Outthink.Engine.Text.Templates;

/// <summary>What a chat template is rendered with. The members become the template's variables under the names that Hugging Face gives them.</summary>
public sealed record ChatPrompt
{
    /// <summary><c>messages</c></summary>
    public required ImmutableArray<ChatMessage> Messages { get; init; }

    /// <summary><c>add_generation_prompt</c>: whether an assistant's turn is opened at the end.</summary>
    public bool AddGenerationPrompt { get; init; } = true;

    /// <summary><c>bos_token</c>: the text of the token that begins a sequence; empty when the model has none.</summary>
    public string BosToken { get; init; } = "";

    /// <summary><c>eos_token</c>: the text of the token that ends a sequence; empty when the model has none.</summary>
    public string EosToken { get; init; } = "";

    /// <summary>Further variables that are on or off, such as <c>enable_thinking</c>.</summary>
    public ImmutableDictionary<string, bool> Switches { get; init; } = ImmutableDictionary<string, bool>.Empty;

    /// <summary>Further variables that are text, such as <c>date_string</c>; a program's text, in which control tokens are recognised.</summary>
    public ImmutableDictionary<string, string> Texts { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>
    /// The clock of <c>strftime_now</c>; without one that function is not defined, and templates that ask whether it is
    /// fall back to a fixed date, so that a prompt does not change from day to day.
    /// </summary>
    public TimeProvider? Clock { get; init; }
}
