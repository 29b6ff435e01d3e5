using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Outthink.Evaluation.Suites;

/// <summary>
/// Reads a suite from JSON lines: "problem" and "answer" (text or a number), optionally "id" or "unique_id", "level",
/// "subject" and "steps" (a list of texts); other names that data sets use are taken too (<see cref="SuiteFields"/>).
/// Blank lines and other fields are passed over.
/// </summary>
public static class SuiteReader
{
    /// <summary>Reads at most <paramref name="limit"/> problems; lines after them are not looked at.</summary>
    /// <exception cref="SuiteFormatException">Lines that cannot be read, all listed with number and field.</exception>
    public static Suite Read(Stream stream, string name, int limit = int.MaxValue)
    {
        ArgumentNullException.ThrowIfNull(stream);
        SuiteProblems found = new(name, "line");
        foreach ((int number, byte[] line) in JsonLines.Of(stream))
        {
            if (found.ItemCount >= limit) break;
            if (ReadLine(line, number, found) is { } item) found.Take(number, item);
        }
        return found.ToSuite("each line must be an object like {\"problem\":\"…\",\"answer\":\"…\"}");
    }

    static SuiteItem? ReadLine(byte[] line, int number, SuiteProblems problems)
    {
        try
        {
            using JsonDocument document = JsonLines.Parse(line);
            if (document.RootElement.ValueKind == JsonValueKind.Object) return ReadItem(document.RootElement, number, problems);
            problems.Add(number, $"expected an object like {{\"problem\":\"…\",\"answer\":\"…\"}}, found {Kind(document.RootElement)}");
        }
        catch (DecoderFallbackException)
        {
            problems.Add(number, $"not UTF-8 text; save the file as UTF-8");
        }
        catch (JsonException e)
        {
            problems.Add(number, $"not JSON (byte {(e.BytePositionInLine ?? 0) + 1}); each line must be one whole object");
        }
        return null;
    }

    static SuiteItem? ReadItem(JsonElement line, int number, SuiteProblems problems)
    {
        int before = problems.Count;
        string? problem = Text(line, SuiteFields.Problem, number, problems, required: true);
        string? answer = Reference(line, number, problems);
        string? id = Text(line, SuiteFields.Id, number, problems);
        string? level = Text(line, SuiteFields.Level, number, problems);
        string? subject = Text(line, SuiteFields.Subject, number, problems);
        ImmutableArray<string> steps = Steps(line, number, problems);
        if (problems.Count > before) return null;
        return new SuiteItem
        {
            Id = id ?? number.ToString(CultureInfo.InvariantCulture),
            Problem = problem!,
            Answer = answer!,
            Level = SuiteFields.LevelOf(level),
            Subject = subject,
            Steps = steps,
        };
    }

    static string? Reference(JsonElement line, int number, SuiteProblems problems)
    {
        if (Find(line, SuiteFields.Answer) is null && Find(line, SuiteFields.Solution) is { } field)
        {
            if (Text(line, SuiteFields.Solution, number, problems, required: true) is not { } solution) return null;
            if (SuiteFields.ReferenceOf(solution) is { } stated) return stated;
            problems.Add(number, $"field \"{field}\": states no final answer, and there is no field \"answer\"");
            return null;
        }
        return Text(line, SuiteFields.Answer, number, problems, required: true) is { } answer ? SuiteFields.Reference(answer) : null;
    }

    static string? Find(JsonElement line, ImmutableArray<string> names) => SuiteFields.Find(names, line.EnumerateObject().Select(p => p.Name));

    static ImmutableArray<string> Steps(JsonElement line, int number, SuiteProblems problems)
    {
        if (!line.TryGetProperty("steps", out JsonElement steps) || steps.ValueKind == JsonValueKind.Null) return [];
        if (steps.ValueKind == JsonValueKind.Array && steps.EnumerateArray().All(s => s.ValueKind == JsonValueKind.String && JsonLines.IsText(s)))
            return [.. steps.EnumerateArray().Select(s => s.GetString()!)];
        problems.Add(number, $"field \"steps\": expected a list of texts");
        return [];
    }

    static string? Text(JsonElement line, ImmutableArray<string> names, int number, SuiteProblems problems, bool required = false)
    {
        string field = Find(line, names) ?? names[0];
        if (!line.TryGetProperty(field, out JsonElement value) || (value.ValueKind == JsonValueKind.Null && !required))
        {
            if (required) problems.Add(number, $"field \"{field}\" is missing");
            return null;
        }
        string? text = value.ValueKind switch
        {
            JsonValueKind.String when JsonLines.IsText(value) => value.GetString(),
            JsonValueKind.Number => value.GetRawText(),
            _ => null,
        };
        if (text is null) problems.Add(number, $"field \"{field}\": expected text or a number, found {Kind(value)}");
        else if (string.IsNullOrWhiteSpace(text)) problems.Add(number, $"field \"{field}\" is empty");
        else return text;
        return null;
    }

    static string Kind(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "text with a broken character",
        JsonValueKind.Number => "a number",
        JsonValueKind.True or JsonValueKind.False => "true or false",
        JsonValueKind.Null => "null",
        _ => "nothing",
    };
}
