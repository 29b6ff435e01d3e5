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

    /// <summary>At the marker, the reward head's one output through a sigmoid.</summary>
    [JsonStringEnumMemberName("value")] Value,

    /// <summary>At the marker, softmax over the reward head's two outputs; the score is the second one's share.</summary>
    [JsonStringEnumMemberName("two-class")] TwoClass,

    /// <summary>
    /// An outcome reward model: behind a whole solution, the head's one output through a sigmoid. Only a trajectory's
    /// last step has that score; every step before it has 1, which changes neither the last, nor the least, nor the product.
    /// </summary>
    [JsonStringEnumMemberName("outcome")] Outcome,
}
