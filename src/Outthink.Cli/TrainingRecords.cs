using System.Text.Json;
using Outthink.Backends.ModelCards;

namespace Outthink.Cli;

/// <summary>What training the models of a catalogue took, as far as their cards tell.</summary>
internal static class TrainingRecords
{
    /// <summary>FLOPs by model: 6 · parameters · tokens (Kaplan et al. 2020), and those of the model it started from.</summary>
    public static IReadOnlyDictionary<string, double> Of(ModelCatalog catalog)
    {
        Dictionary<string, Record> records = new(StringComparer.Ordinal);
        foreach (string path in catalog.Folders.Where(Directory.Exists).SelectMany(folder => Directory.EnumerateFiles(folder, "*.json")).Order(StringComparer.Ordinal))
            if (Read(path) is { } record) records.TryAdd(record.Name, record);
        return records.Keys.ToDictionary(name => name, name => Flops(name, records, records.Count));
    }

    /// <summary>A chain of starts ends, whatever the cards say, after as many links as there are models.</summary>
    static double Flops(string name, Dictionary<string, Record> records, int links) =>
        links > 0 && records.TryGetValue(name, out Record? record) ? record.Flops + (record.StartsFrom is { } start ? Flops(start, records, links - 1) : 0) : 0;

    /// <summary>Null for files that are no cards, and for cards that say nothing of training.</summary>
    static Record? Read(string path)
    {
        try
        {
            using JsonDocument card = JsonDocument.Parse(File.ReadAllText(path));
            JsonElement root = card.RootElement;
            return root.ValueKind == JsonValueKind.Object
                && Member(root, "training", JsonValueKind.Object) is { } training
                && Member(root, "name", JsonValueKind.String)?.GetString() is { } name
                && Member(root, "parameters", JsonValueKind.Number) is { } parameters
                && Member(training, "tokens", JsonValueKind.Number) is { } tokens
                    ? new(name, 6 * parameters.GetDouble() * tokens.GetDouble(), Member(training, "startsFrom", JsonValueKind.String)?.GetString())
                    : null;
        }
        catch (JsonException)
        {
            return null; // the catalogue has said what is wrong with its cards
        }
    }

    static JsonElement? Member(JsonElement element, string name, JsonValueKind kind) => element.TryGetProperty(name, out JsonElement value) && value.ValueKind == kind ? value : null;

    sealed record Record(string Name, double Flops, string? StartsFrom);
}
