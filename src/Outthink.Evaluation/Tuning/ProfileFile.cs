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
    public const int Version = 1;

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
        if (profile.Pilot < 1) return "the pilot has no samples";
        if (profile.Tactics.IsDefaultOrEmpty) return "it holds no tactic";
        if (profile.Tactics.Any(t => t.Outcomes.Length != Enum.GetValues<Difficulty>().Length)) return "a tactic has not one outcome a difficulty";
        if (profile.Tactics.FirstOrDefault(t => t.Tactic.Strategy is not ("majority" or "best-of-n" or "beam" or "dvts")) is { } unknown) return $"the strategy '{unknown.Tactic.Strategy}' is unknown";
        int features = Evidence.Names.Length;
        return new[] { profile.IsEasy, profile.IsNotHard, profile.IsRight }.Any(m => m.Weights.Length != features) ? $"a model was not fitted on {features} features" : null;
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true,
    RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true,
    Converters = [typeof(WordConverter<Aggregation>), typeof(WordConverter<Selection>)])]
[JsonSerializable(typeof(TunedProfile))]
internal sealed partial class ProfileJson : JsonSerializerContext;
