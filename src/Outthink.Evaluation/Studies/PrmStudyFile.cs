using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Outthink.Evaluation.Reports;
using Outthink.Evaluation.Runs.Storage;
using Outthink.Evaluation.Suites;
using Outthink.Scoring;

namespace Outthink.Evaluation.Studies;

/// <summary>A study of reward models as a file: what it rests on, and its report. It is computed whole or not at all.</summary>
public sealed record PrmStudyFile
{
    /// <summary>The program's version.</summary>
    public required string Version { get; init; }

    public required string SuiteSha256 { get; init; }

    public required int Samples { get; init; }

    public required double Temperature { get; init; }

    public required int MaxTokens { get; init; }

    /// <summary>Decimal.</summary>
    public required string Seed { get; init; }

    public required ImmutableArray<ModelIdentity> Models { get; init; }

    public required PrmStudyReport? Report { get; init; }

    /// <summary>What a study will rest on, without its report.</summary>
    public static PrmStudyFile Of(string version, Suite suite, SearchOptions options, ImmutableArray<ModelIdentity> models)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new()
        {
            Version = version,
            SuiteSha256 = SuiteDigest.Of(suite),
            Samples = options.Samples,
            Temperature = options.Sampling.Temperature,
            MaxTokens = options.MaxTokens,
            Seed = options.Seed.ToString(System.Globalization.CultureInfo.InvariantCulture),
            Models = models,
            Report = null,
        };
    }

    /// <summary>The report of an earlier study that rested on the same; null when there is no file.</summary>
    /// <exception cref="RunFileException">The file is no such study, or one that rests on something else.</exception>
    public static PrmStudyReport? Find(string path, PrmStudyFile expected)
    {
        if (!File.Exists(path)) return null;
        PrmStudyFile? found;
        try
        {
            found = JsonSerializer.Deserialize(File.ReadAllText(path), PrmStudyJson.Default.PrmStudyFile);
        }
        catch (JsonException fault)
        {
            throw new RunFileException($"The study '{path}' cannot be read: {fault.Message} Remove it, and it is made anew.", fault);
        }
        if (found?.Report is not { } report || Text(found with { Report = null }) != Text(expected with { Report = null }))
            throw new RunFileException($"The study '{path}' rests on other problems, options or models: remove it, or give another folder.");
        return report;
    }

    /// <summary>Writes the file whole: a kill leaves the old one or none.</summary>
    public void Write(string path)
    {
        File.WriteAllText(path + ".tmp", Text(this));
        File.Move(path + ".tmp", path, overwrite: true);
    }

    static string Text(PrmStudyFile file) => JsonSerializer.Serialize(file, PrmStudyJson.Default.PrmStudyFile);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true,
    Converters = [typeof(WordConverter<Aggregation>), typeof(WordConverter<Selection>)])]
[JsonSerializable(typeof(PrmStudyFile))]
internal sealed partial class PrmStudyJson : JsonSerializerContext;
