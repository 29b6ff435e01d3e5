using System.Text.Json;
using System.Text.Json.Serialization;
using Outthink.Scoring;

namespace Outthink.Cli.Json;

/// <summary>What the commands print with <c>--json</c>; the names are promised to callers.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    Converters = [typeof(WordConverter<Aggregation>), typeof(WordConverter<Selection>), typeof(WordConverter<VerdictEnding>)])]
[JsonSerializable(typeof(ModelsReport))]
[JsonSerializable(typeof(PullReport))]
[JsonSerializable(typeof(RemovalReport))]
[JsonSerializable(typeof(InspectionReport))]
[JsonSerializable(typeof(RenderReport))]
[JsonSerializable(typeof(PrmScoreReport))]
[JsonSerializable(typeof(LogitsReport))]
[JsonSerializable(typeof(TokenizeReport))]
[JsonSerializable(typeof(SolveReport))]
[JsonSerializable(typeof(DemoReport))]
[JsonSerializable(typeof(BenchReport))]
[JsonSerializable(typeof(BenchSearchReport))]
[JsonSerializable(typeof(SynthesisReport))]
internal sealed partial class CliJson : JsonSerializerContext;

/// <summary>Closed choices are written as the words the command line takes.</summary>
internal sealed class WordConverter<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false) where T : struct, Enum;
