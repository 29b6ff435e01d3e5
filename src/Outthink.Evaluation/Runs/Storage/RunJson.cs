using System.Text.Json.Serialization;
using Outthink.Evaluation.Reports;
using Outthink.Planning;
using Outthink.Scoring;

namespace Outthink.Evaluation.Runs.Storage;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true,
    Converters = [typeof(WordConverter<Aggregation>), typeof(WordConverter<Selection>)])]
[JsonSerializable(typeof(RunConfiguration))]
[JsonSerializable(typeof(Machine))]
[JsonSerializable(typeof(SearchProfile))]
[JsonSerializable(typeof(string[]))]
internal sealed partial class RunJson : JsonSerializerContext;
