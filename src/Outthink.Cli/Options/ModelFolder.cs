using System.CommandLine;
using System.CommandLine.Parsing;
using Outthink.Backends.ModelCards;

namespace Outthink.Cli.Options;

/// <summary>The option that says where models live, and the catalogue of that folder.</summary>
internal sealed class ModelFolder
{
    readonly Dictionary<string, ModelCard?> found = new(StringComparer.Ordinal);

    public Option<string?> Option { get; } = new("--models")
    {
        Description = "Folder with model cards and weights [default: OUTTHINK_MODELS, or models/ beside the program]",
        HelpName = "DIR",
        Recursive = true,
    };

    /// <summary>Reads the cards; opens no weights.</summary>
    public ModelCatalog Catalog(SymbolResult parsed) =>
        parsed.GetValue(Option) is { } folder ? ModelCatalog.Open(folder) : ModelCatalog.OpenDefault();

    /// <summary>The card of this name, or null when there is none, which a check of the models says.</summary>
    public ModelCard? TryFind(SymbolResult parsed, ModelRole role, string? name)
    {
        string key = $"{parsed.GetValue(Option)}\0{role}\0{name}";
        if (found.TryGetValue(key, out ModelCard? card)) return card;
        try
        {
            card = Catalog(parsed).Find(role, name);
        }
        catch (ModelCardException)
        {
            card = null;
        }
        return found[key] = card;
    }

    /// <summary>The cards of these names, each once; a null names the role's default.</summary>
    /// <exception cref="ModelCardException">A model is not there, or two different ones have the same name.</exception>
    public static ModelCard[] Find(ModelCatalog catalog, ModelRole role, IEnumerable<string?> names)
    {
        ModelCard[] cards = [.. names.Select(name => catalog.Find(role, name)).DistinctBy(c => (c.Name, c.File))];
        return cards.CountBy(c => c.Name).FirstOrDefault(c => c.Value > 1) is { Key: { } name }
            ? throw new ModelCardException($"Two different models are called '{name}', so their rows could not be told apart. Write a card with another name beside one of them.")
            : cards;
    }
}
