using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Outthink.Evaluation.Suites;

/// <summary>
/// Reads a suite from JSON lines: "problem" and "answer" (text or a number), optionally "id" or "unique_id", "level",
/// "subject" and "steps" (a list of texts). Blank lines and other fields are passed over.
/// </summary>
public static class SuiteReader
{
    /// <summary>Bad lines beyond these are counted, not listed.</summary>
    const int ListedProblems = 10;

    static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads at most <paramref name="limit"/> problems; lines after them are not looked at.</summary>
    /// <exception cref="SuiteFormatException">Lines that cannot be read, all listed with number and field.</exception>
    public static Suite Read(Stream stream, string name, int limit = int.MaxValue)
    {
        ArgumentNullException.ThrowIfNull(stream);
        List<string> problems = [];
        List<SuiteItem> items = [];
        Dictionary<string, int> lineOfId = new(StringComparer.Ordinal);
        foreach ((int number, byte[] line) in Lines(stream))
        {
            if (items.Count >= limit) break;
            if (IsBlank(line)) continue;
            if (ReadLine(line, number, problems) is not { } item) continue;
            if (lineOfId.TryAdd(item.Id, number)) items.Add(item);
            else problems.Add($"line {number}: field \"id\": \"{item.Id}\" is already the id of line {lineOfId[item.Id]}; ids must differ");
        }
        if (problems.Count > 0) throw new SuiteFormatException(Describe(name, problems));
        if (items.Count == 0) throw new SuiteFormatException($"{name}: no problems in this file; each line must be an object like {{\"problem\":\"…\",\"answer\":\"…\"}}");
        return new Suite { Name = name, Items = [.. items] };
    }

    static string Describe(string name, List<string> problems)
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"{name}: {problems.Count} thing{(problems.Count == 1 ? "" : "s")} to mend in this file");
        foreach (string problem in problems.Take(ListedProblems)) text.Append("\n  ").Append(problem);
        if (problems.Count > ListedProblems) text.Append(CultureInfo.InvariantCulture, $"\n  and {problems.Count - ListedProblems} more");
        return text.ToString();
    }

    static IEnumerable<(int Number, byte[] Line)> Lines(Stream stream)
    {
        using MemoryStream all = new();
        stream.CopyTo(all);
        byte[] bytes = all.ToArray();
        int start = bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0;
        for (int number = 1; start < bytes.Length; number++)
        {
            int length = bytes.AsSpan(start).IndexOf((byte)'\n');
            int end = length < 0 ? bytes.Length : start + length;
            yield return (number, bytes[start..end]);
            start = end + 1;
        }
    }

    static bool IsBlank(byte[] line) => line.AsSpan().IndexOfAnyExcept(" \t\r"u8) < 0;

    static SuiteItem? ReadLine(byte[] line, int number, List<string> problems)
    {
        try
        {
            // Strict decoding first: the parser would take over broken text unseen.
            using JsonDocument document = JsonDocument.Parse(Strict.GetString(line));
            if (document.RootElement.ValueKind == JsonValueKind.Object) return ReadItem(document.RootElement, number, problems);
            problems.Add($"line {number}: expected an object like {{\"problem\":\"…\",\"answer\":\"…\"}}, found {Kind(document.RootElement)}");
        }
        catch (DecoderFallbackException)
        {
            problems.Add($"line {number}: not UTF-8 text; save the file as UTF-8");
        }
        catch (JsonException e)
        {
            problems.Add($"line {number}: not JSON (byte {(e.BytePositionInLine ?? 0) + 1}); each line must be one whole object");
        }
        return null;
    }

    static SuiteItem? ReadItem(JsonElement line, int number, List<string> problems)
    {
        int before = problems.Count;
        string? problem = Text(line, "problem", number, problems, required: true);
        string? answer = Text(line, "answer", number, problems, required: true);
        string? id = Text(line, "id", number, problems) ?? Text(line, "unique_id", number, problems);
        string? level = Text(line, "level", number, problems);
        string? subject = Text(line, "subject", number, problems);
        ImmutableArray<string> steps = Steps(line, number, problems);
        if (problems.Count > before) return null;
        return new SuiteItem
        {
            Id = id ?? number.ToString(CultureInfo.InvariantCulture),
            Problem = problem!,
            Answer = answer!,
            Level = Level(level),
            Subject = subject,
            Steps = steps,
        };
    }

    static string? Level(string? level) =>
        level is not null && level.StartsWith("Level ", StringComparison.OrdinalIgnoreCase) ? level["Level ".Length..].Trim() : level;

    static ImmutableArray<string> Steps(JsonElement line, int number, List<string> problems)
    {
        if (!line.TryGetProperty("steps", out JsonElement steps) || steps.ValueKind == JsonValueKind.Null) return [];
        if (steps.ValueKind == JsonValueKind.Array && steps.EnumerateArray().All(s => s.ValueKind == JsonValueKind.String && IsText(s)))
            return [.. steps.EnumerateArray().Select(s => s.GetString()!)];
        problems.Add($"line {number}: field \"steps\": expected a list of texts");
        return [];
    }

    static string? Text(JsonElement line, string field, int number, List<string> problems, bool required = false)
    {
        if (!line.TryGetProperty(field, out JsonElement value) || (value.ValueKind == JsonValueKind.Null && !required))
        {
            if (required) problems.Add($"line {number}: field \"{field}\" is missing");
            return null;
        }
        string? text = value.ValueKind switch
        {
            JsonValueKind.String when IsText(value) => value.GetString(),
            JsonValueKind.Number => value.GetRawText(),
            _ => null,
        };
        if (text is null) problems.Add($"line {number}: field \"{field}\": expected text or a number, found {Kind(value)}");
        else if (string.IsNullOrWhiteSpace(text)) problems.Add($"line {number}: field \"{field}\" is empty");
        else return text;
        return null;
    }

    /// <summary>Whether a JSON text holds whole characters: an escaped lone surrogate parses but cannot be read.</summary>
    static bool IsText(JsonElement value)
    {
        try
        {
            return value.GetString() is not null;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
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
