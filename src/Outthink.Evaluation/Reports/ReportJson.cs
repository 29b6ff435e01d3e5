using System.Text.Json;
using System.Text.Json.Serialization;
using Outthink.Scoring;

namespace Outthink.Evaluation.Reports;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    Converters = [typeof(WordConverter<Aggregation>), typeof(WordConverter<Selection>), typeof(WordConverter<TrajectoryState>)])]
[JsonSerializable(typeof(EvaluationReport))]
[JsonSerializable(typeof(PrmReport))]
[JsonSerializable(typeof(PrmStudyReport))]
[JsonSerializable(typeof(CandidateRecord))]
[JsonSerializable(typeof(RunReport))]
[JsonSerializable(typeof(RunListReport))]
internal sealed partial class ReportJson : JsonSerializerContext;

/// <summary>Closed choices are written as the words the command line takes: in small letters.</summary>
internal sealed class WordConverter<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false) where T : struct, Enum;
