using System.Text.Json.Serialization;

namespace Outthink.Backends.ModelCards;

/// <summary>How a step's text is written for the model that reads it.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<StepLayout>))]
public enum StepLayout
{
    /// <summary>As the policy wrote it.</summary>
    [JsonStringEnumMemberName("verbatim")] Verbatim,

    /// <summary>Each run of digits written back to front, least significant digit first; everything else as it stands.</summary>
    [JsonStringEnumMemberName("digits-reversed")] DigitsReversed,
}
