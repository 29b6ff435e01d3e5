using System.Collections.Immutable;
using System.Text.Json;
using Outthink.Backends.Hub;

namespace Outthink.Backends.ModelCards;

/// <summary>The models at hand: every card of the given folders.</summary>
public sealed class ModelCatalog
{
    private ModelCatalog(ImmutableArray<string> folders, ImmutableArray<ModelCard> cards)
    {
        Folders = folders;
        Cards = cards;
    }

    public ImmutableArray<string> Folders { get; }

    /// <summary>Policies first, each role from small to large.</summary>
    public ImmutableArray<ModelCard> Cards { get; }

    public ModelCard DefaultPolicy => Find(ModelRole.Policy, null);

    public ModelCard DefaultPrm => Find(ModelRole.Prm, null);

    /// <summary>The family that travels with the program, or the folder named by <c>OUTTHINK_MODELS</c>.</summary>
    public static ModelCatalog OpenDefault() =>
        Open(Environment.GetEnvironmentVariable("OUTTHINK_MODELS") is { Length: > 0 } folder ? folder : Path.Combine(AppContext.BaseDirectory, "models"));

    /// <summary>Reads the cards (<c>*.json</c>) of the folders; opens no weights. A folder that does not exist holds no models.</summary>
    /// <exception cref="ModelCardException">A card is not readable, or two cards share a role and a name.</exception>
    public static ModelCatalog Open(params ReadOnlySpan<string> folders)
    {
        List<ModelCard> cards = [];
        foreach (string folder in folders)
        {
            if (!Directory.Exists(folder)) continue;
            // Profiles of tuned searches lie beside the models they belong to; they are no cards.
            cards.AddRange(Directory.EnumerateFiles(folder, "*.json").Where(f => !f.EndsWith(".profile.json", StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(Read));
        }
        if (cards.GroupBy(c => (c.Role, c.Name)).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new ModelCardException($"Two {Word(twice.Key.Role)} cards are named '{twice.Key.Name}'. Rename one of them.");
        return new([.. folders], [.. cards.OrderBy(c => c.Role).ThenBy(c => c.Parameters).ThenBy(c => c.Name, StringComparer.Ordinal)]);
    }

    /// <summary>Finds a model by its card's name, by the path of a card or weights file, or by <c>org/name[:file]</c> in the hub's cache; null finds the role's default.</summary>
    /// <exception cref="ModelCardException">Nothing of that name; the message lists what exists.</exception>
    public ModelCard Find(ModelRole role, string? name)
    {
        if (name is null)
            return Cards.FirstOrDefault(c => c.Role == role && c.Default) ?? throw Missing(role, $"There is no default {Word(role)}");
        if (Cards.FirstOrDefault(c => c.Role == role && c.Name == name) is { } card) return card;
        if (!Path.Exists(name))
        {
            if (HubCache.FromEnvironment().TryFind(name, out string? cached)) return Find(role, cached) with { Name = Path.GetFileName(name) };
            throw Missing(role, $"There is no {Word(role)} named '{name}'{(HubName.TryParse(name, out _) ? " here or, as one whole model, in the hub's cache ('outthink models pull' fetches it)" : "")}");
        }
        if (Path.GetExtension(name) == ".json")
        {
            ModelCard named = Read(name);
            return named.Role == role ? named : throw Missing(role, $"The card '{name}' is of a {Word(named.Role)}");
        }
        string beside = Path.ChangeExtension(name, ".json");
        if (File.Exists(beside) && Read(beside) is { } found && found.Role == role) return found;
        if (role == ModelRole.Prm)
            throw new ModelCardException($"'{name}' has no card beside it that says how a score is read. Write '{beside}' with at least name, role \"prm\", file and readOut.");
        return new() { Name = Path.GetFileNameWithoutExtension(name), Role = role, File = Path.GetFullPath(name) };
    }

    /// <exception cref="ModelCardException">The card is not valid JSON, or lacks what its role needs.</exception>
    private static ModelCard Read(string path)
    {
        ModelCard card;
        try
        {
            card = JsonSerializer.Deserialize(File.ReadAllBytes(path), ModelCardJson.Default.ModelCard)
                ?? throw new JsonException("the card is the JSON value null");
        }
        catch (JsonException fault)
        {
            throw new ModelCardException($"The model card '{path}' is not readable: {fault.Message}", fault);
        }
        if (!card.Prompt.Contains("{problem}", StringComparison.Ordinal))
            throw new ModelCardException($"The model card '{path}' has a prompt without {{problem}}.");
        if (card.StepDelimiter.Length == 0)
            throw new ModelCardException($"The model card '{path}' has an empty stepDelimiter.");
        if (card is { Role: ModelRole.Prm, ReadOut: null })
            throw new ModelCardException($"The model card '{path}' of a PRM lacks readOut (\"likelihood\" or \"labels\").");
        if (card is { ReadOut: ReadOut.Labels, LabelTokens: null } or { ReadOut: ReadOut.Labels, Marker: "" })
            throw new ModelCardException($"The model card '{path}' reads labels but lacks labelTokens {{\"good\",\"bad\"}} or a marker.");
        return card with { File = Path.GetFullPath(card.File, Path.GetDirectoryName(Path.GetFullPath(path))!) };
    }

    private ModelCardException Missing(ModelRole role, string what)
    {
        string[] names = [.. Cards.Where(c => c.Role == role).Select(c => c.Name)];
        return new(names.Length > 0
            ? $"{what}. There are: {string.Join(", ", names)}; or give the path of a GGUF file."
            : $"{what}, and no {Word(role)} at all in {string.Join(", ", Folders)}. Give the path of a GGUF file.");
    }

    private static string Word(ModelRole role) => role == ModelRole.Policy ? "policy" : "PRM";
}
