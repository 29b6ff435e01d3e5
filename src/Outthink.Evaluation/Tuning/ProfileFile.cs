using System.Text.Json;
using System.Text.Json.Serialization;
using Outthink.Evaluation.Reports;
using Outthink.Planning;
using Outthink.Scoring;

namespace Outthink.Evaluation.Tuning;

/// <summary>Reads and writes tuned profiles as JSON documents.</summary>
public static class ProfileFile
{
    /// <summary>The version written; no other is read.</summary>
    public const int Version = 2;

    /// <summary>How the files are called: beside their models.</summary>
    public const string Extension = ".profile.json";

    /// <summary>The document's text.</summary>
    public static string Write(TunedProfile profile) => JsonSerializer.Serialize(profile, ProfileJson.Default.TunedProfile) + "\n";

    /// <exception cref="ProfileFormatException">The text is no profile of this version.</exception>
    public static TunedProfile Read(string text)
    {
        TunedProfile profile;
        try
        {
            profile = JsonSerializer.Deserialize(text, ProfileJson.Default.TunedProfile) ?? throw new JsonException("it is the JSON value null");
        }
        catch (JsonException fault)
        {
            throw new ProfileFormatException($"The profile is not readable: {fault.Message} Make it again with 'outthink tune'.", fault);
        }
        if (profile.Version != Version)
            throw new ProfileFormatException($"The profile has version {profile.Version}; this program reads version {Version}. Make it again with 'outthink tune'.");
        if (Fault(profile.Result.Profile) is { } fault2)
            throw new ProfileFormatException($"The profile is damaged: {fault2}. Make it again with 'outthink tune'.");
        return profile;
    }

    static string? Fault(SearchProfile profile)
    {
        if (profile.Openings.IsDefaultOrEmpty) return "it holds no opening";
        return profile.Openings.Select(Fault).FirstOrDefault(fault => fault is not null);
    }

    static string? Fault(Opening opening)
    {
        int difficulties = Enum.GetValues<Difficulty>().Length, features = Evidence.Names.Length;
        if (opening.Next.IsDefault || opening.Prices.IsDefault || opening.Lengths.IsDefault) return "an opening has a null for a list";
        foreach (TacticRecord record in opening.Next.Prepend(opening.First))
        {
            if (record.Outcomes.IsDefault || record.Outcomes.Length != difficulties) return "a tactic has not one outcome a difficulty";
            if (record.Tactic.Strategy is not ("majority" or "best-of-n" or "beam" or "dvts")) return $"the strategy '{record.Tactic.Strategy}' is unknown";
            if (record.Tactic.Samples < 1) return "a tactic has no samples";
        }
        if (opening.Lengths.Length != difficulties) return "an opening has not one length a difficulty";
        return new[] { opening.IsEasy, opening.IsNotHard, opening.IsRight }.Any(m => m.Weights.IsDefault || m.Weights.Length != features) ? $"a model was not fitted on {features} features" : null;
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true,
    RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true,
    Converters = [typeof(WordConverter<Aggregation>), typeof(WordConverter<Selection>)])]
[JsonSerializable(typeof(TunedProfile))]
internal sealed partial class ProfileJson : JsonSerializerContext;
