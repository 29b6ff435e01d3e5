using System.CommandLine;
using System.CommandLine.Parsing;
using Outthink.Backends.ModelCards;

namespace Outthink.Cli.Options;

/// <summary>The option that says where models live, and the catalogue of that folder.</summary>
internal sealed class ModelFolder
{
    public Option<string?> Option { get; } = new("--models")
    {
        Description = "Folder with model cards and weights [default: OUTTHINK_MODELS, or models/ beside the program]",
        HelpName = "DIR",
        Recursive = true,
    };

    /// <summary>Reads the cards; opens no weights.</summary>
    public ModelCatalog Catalog(SymbolResult parsed) =>
        parsed.GetValue(Option) is { } folder ? ModelCatalog.Open(folder) : ModelCatalog.OpenDefault();
}
