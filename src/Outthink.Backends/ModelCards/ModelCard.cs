using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Outthink.Backends.ModelCards;

/// <summary>
/// What the program must know of a model beyond its weights: its role, how a problem is laid out for it, and for a
/// reward model how a score is read. A JSON file beside the weights; two cards may share one file. Members the program
/// does not read (training, results, licence) are for people. Members the JSON lacks keep their defaults.
/// </summary>
public sealed record ModelCard
{
    public required string Name { get; init; }

    public required ModelRole Role { get; init; }

    /// <summary>The GGUF file or Hugging Face folder; in JSON relative to the card, here absolute.</summary>
    public required string File { get; init; }

    /// <summary>Used when no model of this role is named.</summary>
    public bool Default { get; init; }

    /// <summary>A model kept for comparison (equal size and training time as another), outside the ladder of policies.</summary>
    public bool Control { get; init; }

    /// <summary>Parameters evaluated per token: all matrices and norms with the output layer, without the input look-up.</summary>
    public long Parameters { get; init; }

    /// <summary>The built-in card whose members stand in for those that this one lacks.</summary>
    public string? Base { get; init; }

    /// <summary>The prompt's text, <c>{problem}</c> standing for the problem. Not used with <see cref="Chat"/>.</summary>
    [AllowNull]
    public string Prompt { get; init => field = value ?? field; } = "{problem}\n\n";

    /// <summary>How the problem becomes a conversation, for models that are prompted by a chat template.</summary>
    public ChatLayout? Chat { get; init; }

    /// <summary>Tokens, as the vocabulary spells them, without which the model is not what the card describes; looked up when it is loaded.</summary>
    public ImmutableArray<string> RequiredTokens { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>Policies: tokens that end an answer. One of them must be there, and those that are must end the generation.</summary>
    public ImmutableArray<string> StopTokens { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>Policies: how they are sampled unless their user says otherwise.</summary>
    public SamplingDefaults? Sampling { get; init; }

    /// <summary>Policies that think before they answer (R1 type): where the thoughts stand.</summary>
    public ThinkingSpan? Thinking { get; init; }

    /// <summary>What ends a step.</summary>
    [AllowNull]
    public string StepDelimiter { get; init => field = value ?? field; } = "\n\n";

    /// <summary>Reward models: how a score is read.</summary>
    public ReadOut? ReadOut { get; init; }

    /// <summary>Reward models: how a step is written for the model.</summary>
    public StepLayout StepLayout { get; init; }

    /// <summary>Reward models with <see cref="ReadOut.Labels"/>: the two label tokens.</summary>
    public LabelTokens? LabelTokens { get; init; }

    /// <summary>Reward models: how steps follow the prompt. Without it each step's text is followed by <see cref="Marker"/>, as one text.</summary>
    public RewardLayout? Layout { get; init; }

    /// <summary>
    /// Reward models: with <see cref="Layout"/> the token at which a score is read, as the vocabulary spells it; empty
    /// reads at the last token of a step's text. Without, the text after each step at whose last token labels are read.
    /// </summary>
    [AllowNull]
    public string Marker { get; init => field = value ?? field; } = "\n\n";

    /// <summary>Reward models: area under the ROC curve up to the first error, as measured for the card.</summary>
    public double? Auc { get; init; }

    /// <summary>Reward models: scores below this call a step wrong (chosen on separate data).</summary>
    public double? Threshold { get; init; }

    /// <summary>Reward models: how far their scores can be trusted to guide a search; null when nobody says.</summary>
    public RewardQuality? Quality { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, ReadCommentHandling = System.Text.Json.JsonCommentHandling.Skip,
    AllowTrailingCommas = true, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ModelCard))]
[JsonSerializable(typeof(CardMatch))]
internal sealed partial class ModelCardJson : JsonSerializerContext;
