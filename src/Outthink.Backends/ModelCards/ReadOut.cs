using System.Text.Json.Serialization;

namespace Outthink.Backends.ModelCards;

/// <summary>How a step's score is read from a reward model's forward pass.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ReadOut>))]
public enum ReadOut
{
    /// <summary>The probability of all solution tokens up to the end of the step: the product over its steps, in (0, 1].</summary>
    [JsonStringEnumMemberName("likelihood")] Likelihood,

    /// <summary>After the marker that follows the step, softmax over two label tokens; the score is the good one's share.</summary>
    [JsonStringEnumMemberName("labels")] Labels,
}
