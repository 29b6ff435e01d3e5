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

    /// <summary>The GGUF file; in JSON relative to the card, here absolute.</summary>
    public required string File { get; init; }

    /// <summary>Used when no model of this role is named.</summary>
    public bool Default { get; init; }

    /// <summary>A model kept for comparison (equal size and training time as another), outside the ladder of policies.</summary>
    public bool Control { get; init; }

    /// <summary>Parameters evaluated per token: all matrices and norms with the output layer, without the input look-up.</summary>
    public long Parameters { get; init; }

    /// <summary>The prompt's text, <c>{problem}</c> standing for the problem.</summary>
    [AllowNull]
    public string Prompt { get; init => field = value ?? field; } = "{problem}\n\n";

    /// <summary>What ends a step.</summary>
    [AllowNull]
    public string StepDelimiter { get; init => field = value ?? field; } = "\n\n";

    /// <summary>Reward models: how a score is read.</summary>
    public ReadOut? ReadOut { get; init; }

    /// <summary>Reward models: how a step is written for the model.</summary>
    public StepLayout StepLayout { get; init; }

    /// <summary>Reward models with <see cref="ReadOut.Labels"/>: the two label tokens.</summary>
    public LabelTokens? LabelTokens { get; init; }

    /// <summary>Reward models with <see cref="ReadOut.Labels"/>: the text after each step at whose last token the labels are read.</summary>
    [AllowNull]
    public string Marker { get; init => field = value ?? field; } = "\n\n";

    /// <summary>Reward models: area under the ROC curve up to the first error, as measured for the card.</summary>
    public double? Auc { get; init; }

    /// <summary>Reward models: scores below this call a step wrong (chosen on separate data).</summary>
    public double? Threshold { get; init; }

    /// <summary>The problem as this model reads it.</summary>
    internal string PromptFor(Problem problem) => Prompt.Replace("{problem}", problem.Text.Trim(), StringComparison.Ordinal);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, ReadCommentHandling = System.Text.Json.JsonCommentHandling.Skip,
    AllowTrailingCommas = true, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ModelCard))]
internal sealed partial class ModelCardJson : JsonSerializerContext;
