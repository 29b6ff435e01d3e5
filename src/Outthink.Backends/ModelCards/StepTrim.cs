using System.Text.Json.Serialization;

namespace Outthink.Backends.ModelCards;

/// <summary>What is done to a step's text before it goes into a reward model's input.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<StepTrim>))]
public enum StepTrim
{
    /// <summary>White space around it, its delimiter included, is dropped.</summary>
    [JsonStringEnumMemberName("trimmed")] Trimmed,

    /// <summary>The same, and each newline within becomes a space.</summary>
    [JsonStringEnumMemberName("one-line")] OneLine,

    /// <summary>Nothing: its delimiter stays.</summary>
    [JsonStringEnumMemberName("verbatim")] Verbatim,
}
