using System.CommandLine;
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
            if (parsed.GetValue(json)) terminal.Out.WriteJson(ModelsReport.Of(catalog));
            else ModelsTable.Write(catalog, terminal);
            return ExitCode.Success;
        });
        return command;
    }
}
