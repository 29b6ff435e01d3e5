using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Outthink.Evaluation.Suites;

namespace Outthink.Evaluation.RewardModels;

/// <summary>
/// Reads labelled solutions from JSON lines: "problem", "steps" (a list of texts) and "first_error" or, as ProcessBench
/// calls it, "label": the zero-based index of the first wrong step, -1 when all are right. Lines whose label or steps are
/// missing or null are passed over and counted; other fields do not matter.
/// </summary>
public static class LabelledSolutionReader
{
    const string Expected = "each line must be an object like {\"problem\":\"…\",\"steps\":[\"…\"],\"first_error\":-1}";

    /// <returns>The solutions in the file's order, and how many lines have no label or no steps.</returns>
    /// <exception cref="SuiteFormatException">Lines that cannot be read, the first ten listed with number and field; or no labelled solution at all.</exception>
    public static (ImmutableArray<LabelledSolution> Solutions, int Unlabelled) Read(Stream stream, string name)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ImmutableArray<LabelledSolution>.Builder solutions = ImmutableArray.CreateBuilder<LabelledSolution>();
        FileFaults faults = new(name, "line");
        int unlabelled = 0;
        foreach ((int number, byte[] line) in JsonLines.Of(stream))
        {
            try
            {
                if (ReadLine(line) is { } solution) solutions.Add(solution);
                else unlabelled++;
            }
            catch (DecoderFallbackException)
            {
                faults.Add(number, "not UTF-8 text; save the file as UTF-8");
            }
            catch (JsonException e)
            {
                faults.Add(number, $"not JSON (byte {(e.BytePositionInLine ?? 0) + 1}); {Expected}");
            }
            catch (SuiteFormatException e)
            {
                faults.Add(number, e.Message);
            }
        }
        faults.ThrowIfAny();
        if (solutions.Count == 0) throw new SuiteFormatException($"{name}: no labelled solutions in this file; {Expected}");
        return (solutions.ToImmutable(), unlabelled);
    }

    static LabelledSolution? ReadLine(byte[] bytes)
    {
        using JsonDocument document = JsonLines.Parse(bytes);
        JsonElement line = document.RootElement;
        if (line.ValueKind != JsonValueKind.Object) throw new SuiteFormatException(Expected);
        if (Member(line, "steps") is not { } steps || Label(line) is not var (field, label)) return null;
        string problem = Member(line, "problem") is { } text && TextOf(text) is { } found ? found : throw new SuiteFormatException("field \"problem\": expected text that is not blank");
        if (steps.ValueKind != JsonValueKind.Array || steps.GetArrayLength() == 0) throw new SuiteFormatException("field \"steps\": expected a list of at least one text");
        ImmutableArray<string> texts = [.. steps.EnumerateArray().Select((s, i) => TextOf(s) ?? throw new SuiteFormatException($"field \"steps\": step {i + 1} is no text, or blank"))];
        if (label.ValueKind != JsonValueKind.Number || !label.TryGetInt32(out int error) || error < -1 || error >= texts.Length)
            throw new SuiteFormatException(string.Create(CultureInfo.InvariantCulture, $"field \"{field}\": expected a whole number from -1 to {texts.Length - 1}"));
        return new(problem, texts, error < 0 ? null : error);
    }

    static (string Field, JsonElement Label)? Label(JsonElement line)
    {
        foreach (string field in (string[])["first_error", "label"])
            if (Member(line, field) is { } label) return (field, label);
        return null;
    }

    static JsonElement? Member(JsonElement line, string name) => line.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : null;

    static string? TextOf(JsonElement value) => value.ValueKind == JsonValueKind.String && JsonLines.IsText(value) && value.GetString() is { } text && !string.IsNullOrWhiteSpace(text) ? text : null;
}
