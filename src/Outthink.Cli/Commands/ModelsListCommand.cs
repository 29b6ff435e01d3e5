using System.Collections.Immutable;
using System.CommandLine;
using Outthink.Backends.Hub;
using Outthink.Backends.ModelCards;
using Outthink.Cli.Json;
using Outthink.Cli.Options;
using Outthink.Cli.Rendering;

namespace Outthink.Cli.Commands;

/// <summary><c>outthink models list</c>: every policy and PRM of the catalogue, and what the hub's cache holds.</summary>
internal static class ModelsListCommand
{
    public static Command Create(Terminal terminal, ModelFolder models)
    {
        Option<bool> json = JsonOption.Create();
        Command command = new("list", "Lists the policies and reward models at hand, and the models in the hub's cache.") { json };
        command.SetAction(parsed =>
        {
            ModelCatalog catalog = models.Catalog(parsed.CommandResult);
            HubCache cache = HubCache.FromEnvironment();
            ImmutableArray<CachedModel> cached = cache.List();
            if (parsed.GetValue(json))
            {
                terminal.Out.WriteJson(ModelsReport.Of(catalog, cached));
                return ExitCode.Success;
            }
            ModelsTable.Write(catalog, terminal);
            if (!cached.IsEmpty) CachedModelsTable.Write(cache, cached, terminal);
            return ExitCode.Success;
        });
        return command;
    }
}
