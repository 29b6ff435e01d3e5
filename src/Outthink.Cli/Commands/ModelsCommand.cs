using System.CommandLine;
using Outthink.Cli.Options;

namespace Outthink.Cli.Commands;

/// <summary><c>outthink models</c>: what is at hand, what a file holds, and getting more from the hub.</summary>
internal static class ModelsCommand
{
    public static Command Create(Terminal terminal, ModelFolder models) => new("models", "What models are at hand, what a model file holds, and getting models from the hub.")
    {
        ModelsListCommand.Create(terminal, models),
        ModelsInspectCommand.Create(terminal),
        ModelsPullCommand.Create(terminal),
        ModelsRemoveCommand.Create(terminal),
    };
}
