using System.Collections.Immutable;
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
            cards.AddRange(Directory.EnumerateFiles(folder, "*.json").Where(f => !f.EndsWith(".profile.json", StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(CardFile.Read));
        }
        if (cards.GroupBy(c => (c.Role, c.Name)).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new ModelCardException($"Two {Word(twice.Key.Role)} cards are named '{twice.Key.Name}'. Rename one of them.");
        return new([.. folders], [.. cards.OrderBy(c => c.Role).ThenBy(c => c.Parameters).ThenBy(c => c.Name, StringComparer.Ordinal)]);
    }

    /// <summary>
    /// Finds a model by its card's name or by the path of a card, a weights file or a Hugging Face folder, or by
    /// <c>org/name[:file]</c> in the hub's cache; null finds the
    /// role's default. Weights without a card beside them get the built-in card of the model that they say they are, or
    /// with "card=path" the one that is named.
    /// </summary>
    /// <exception cref="ModelCardException">Nothing of that name; the message lists what exists.</exception>
    public ModelCard Find(ModelRole role, string? name)
    {
        if (name is null)
            return Cards.FirstOrDefault(c => c.Role == role && c.Default) ?? throw Missing(role, $"There is no default {Word(role)}");
        if (Cards.FirstOrDefault(c => c.Role == role && c.Name == name) is { } card) return card;
        if (name.Split('=', 2) is [var kind, var of] && BuiltInCards.Named(role, kind) is { } chosen && Path.Exists(of))
            return chosen with { Name = NameOf(of), File = FullPath(of), Parameters = ModelIdentity.TryRead(of)?.Parameters ?? 0 };
        if (!Path.Exists(name))
        {
            if (HubCache.FromEnvironment().TryFind(name, out string? cached)) return Find(role, cached) with { Name = Path.GetFileName(name) };
            throw Missing(role, $"There is no {Word(role)} named '{name}'{(HubName.TryParse(name, out _) ? " here or, as one whole model, in the hub's cache ('outthink models pull' fetches it)" : "")}");
        }
        if (Path.GetExtension(name) == ".json")
        {
            ModelCard named = CardFile.Read(name);
            return named.Role == role ? named : throw Missing(role, $"The card '{name}' is of a {Word(named.Role)}");
        }
        string beside = Directory.Exists(name) ? Path.TrimEndingDirectorySeparator(name) + ".json" : Path.ChangeExtension(name, ".json");
        if (File.Exists(beside) && CardFile.Read(beside) is { } found && found.Role == role) return found;
        string path = FullPath(name);
        ModelIdentity? identity = ModelIdentity.TryRead(path);
        if (identity is not null && BuiltInCards.For(role, identity) is { } known)
            return known with { Name = NameOf(path), File = path, Parameters = identity.Parameters };
        if (role == ModelRole.Prm)
        {
            throw new ModelCardException($"'{name}' has no card beside it that says how a score is read, and is none of the PRMs that are known by name. "
                + $"Write '{beside}' with at least name, role \"prm\", file and readOut, or with \"base\" one of: {string.Join(", ", BuiltInCards.Names(role))}.");
        }
        return new() { Name = NameOf(path), Role = role, File = path, Parameters = identity?.Parameters ?? 0 };
    }

    private ModelCardException Missing(ModelRole role, string what)
    {
        string[] names = [.. Cards.Where(c => c.Role == role).Select(c => c.Name)];
        return new(names.Length > 0
            ? $"{what}. There are: {string.Join(", ", names)}; or give the path of a GGUF file or of a model folder."
            : $"{what}, and no {Word(role)} at all in {string.Join(", ", Folders)}. Give the path of a GGUF file or of a model folder.");
    }

    /// <summary>The same of a folder with or without a separator at its end.</summary>
    private static string FullPath(string path) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));

    /// <summary>A file's name without its ending; a folder's, or in a hub's cache that of the repository.</summary>
    private static string NameOf(string path)
    {
        if (!Directory.Exists(path)) return Path.GetFileNameWithoutExtension(path);
        DirectoryInfo folder = new(path);
        return folder.Parent is { Name: "snapshots", Parent: { } repository } ? repository.Name.Split("--")[^1] : folder.Name;
    }

    private static string Word(ModelRole role) => role == ModelRole.Policy ? "policy" : "PRM";
}
