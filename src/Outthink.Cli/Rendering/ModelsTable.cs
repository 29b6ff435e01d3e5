using System.Globalization;
using Outthink.Backends.ModelCards;

namespace Outthink.Cli.Rendering;

/// <summary>The catalogue as a table.</summary>
internal static class ModelsTable
{
    public static void Write(ModelCatalog catalog, Terminal terminal)
    {
        if (catalog.Cards.IsEmpty)
        {
            terminal.Out.WriteLine($"No models in {string.Join(", ", catalog.Folders)}. Name another folder with --models or OUTTHINK_MODELS.");
            return;
        }
        TextTable table = new("name", "role", "parameters", "default", "AUC", "file");
        foreach (ModelCard card in catalog.Cards)
            table.Add(card.Name, card.Role == ModelRole.Policy ? "policy" : "PRM", card.Parameters.ToString("N0", CultureInfo.InvariantCulture),
                card.Default ? "yes" : "", card.Auc?.ToString("F3", CultureInfo.InvariantCulture) ?? "", Path.GetFileName(card.File));
        table.WriteTo(terminal);
    }
}
