using System.CommandLine;
using Outthink.Cli.Options;

namespace Outthink.Cli.Commands;

/// <summary><c>outthink models</c>: what is at hand, and what a file holds.</summary>
internal static class ModelsCommand
{
    public static Command Create(Terminal terminal, ModelFolder models) => new("models", "What models are at hand, and what a model file holds.")
    {
        ModelsListCommand.Create(terminal, models),
        ModelsInspectCommand.Create(terminal),
        ModelsLogitsCommand.Create(terminal, models),
        ModelsRenderCommand.Create(terminal, models),
    };
}
