using System.CommandLine;
using System.Globalization;
using Outthink.Backends.ModelCards;
using Outthink.Cli.Json;
using Outthink.Cli.Options;
using Outthink.Cli.Rendering;

namespace Outthink.Cli.Commands;

/// <summary><c>outthink models list</c>: every policy and PRM of the catalogue.</summary>
internal static class ModelsListCommand
{
    public static Command Create(Terminal terminal, ModelFolder models)
    {
        Option<bool> json = JsonOption.Create();
        Command command = new("list", "Lists the policies and reward models at hand.") { json };
        command.SetAction(parsed =>
        {
            ModelCatalog catalog = models.Catalog(parsed.CommandResult);
            if (parsed.GetValue(json)) terminal.Out.WriteJson(Report(catalog));
            else Print(catalog, terminal);
            return ExitCode.Success;
        });
        return command;
    }

    static ModelsReport Report(ModelCatalog catalog) => new()
    {
        Models = [.. catalog.Cards.Select(c => new ModelReport
        {
            Name = c.Name,
            Role = c.Role,
            Parameters = c.Parameters,
            Default = c.Default ? true : null,
            Auc = c.Auc,
            File = c.File,
        })],
    };

    static void Print(ModelCatalog catalog, Terminal terminal)
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
