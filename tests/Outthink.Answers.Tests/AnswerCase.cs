using System.Text.Json;

namespace Outthink.Answers.Tests;

/// <summary>A row of answers/dev.jsonl.</summary>
sealed record AnswerCase(string Id, string Kind, string Gold, string Pred, bool Equal, bool? MathVerify, bool Apart, GradeOptions Options)
{
    public static List<AnswerCase> Read() => [.. TestData.Lines("answers/dev.jsonl").Select(Parse)];

    static AnswerCase Parse(string line)
    {
        using JsonDocument document = JsonDocument.Parse(line);
        JsonElement row = document.RootElement;
        string Text(string name) => row.GetProperty(name).GetString()!;
        bool Has(string name) => row.TryGetProperty(name, out _);
        return new AnswerCase(Text("id"), Text("kind"), Text("gold"), Text("pred"), row.GetProperty("equal").GetBoolean(),
            row.TryGetProperty("math_verify", out JsonElement verdict) && verdict.ValueKind is JsonValueKind.True or JsonValueKind.False ? verdict.GetBoolean() : null,
            Has("policy") || Has("suspect") || Has("wish"),
            new GradeOptions
            {
                Decimals = row.TryGetProperty("decimals", out JsonElement decimals) && decimals.ValueKind == JsonValueKind.Number ? decimals.GetInt32() : null,
                Choices = row.TryGetProperty("options", out JsonElement options) ? [.. options.EnumerateArray().Select(o => o.GetString()!)] : [],
            });
    }

    public AnswerVerdict Grade() => AnswerEquality.GradeOutput(Gold, Pred, Options);
}
