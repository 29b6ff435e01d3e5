using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Outthink.Cli.Json;

/// <summary>A row of <c>grade --cases</c>; members that are not listed here are passed over.</summary>
internal sealed record GradeCase
{
    public string? Id { get; init; }

    public string? Kind { get; init; }

    public string? Gold { get; init; }

    /// <summary>An answer or a whole output.</summary>
    public string? Pred { get; init; }

    /// <summary>The label; without one only the verdict is given.</summary>
    public bool? Equal { get; init; }

    /// <summary>The letters of a choice.</summary>
    public ImmutableArray<string>? Options { get; init; }

    /// <summary>The texts of the choices, in the letters' order.</summary>
    public ImmutableArray<string>? OptionTexts { get; init; }

    /// <summary>Numbers are also compared rounded to so many places.</summary>
    public int? Decimals { get; init; }

    /// <summary>Whether a set is also met by the condition that describes it.</summary>
    [JsonPropertyName("allow_set_relation")]
    public bool? AllowSetRelation { get; init; }

    /// <summary>Relative difference that the problem allows.</summary>
    public double? Tolerance { get; init; }

    /// <summary>Quantities agree to the fewer significant figures.</summary>
    public bool? SignificantFigures { get; init; }
}

/// <summary>What <c>grade</c> reads and writes.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, WriteIndented = true)]
[JsonSerializable(typeof(GradeCase))]
[JsonSerializable(typeof(GradeReport))]
[JsonSerializable(typeof(GradeExplanation))]
internal sealed partial class GradeJson : JsonSerializerContext;
