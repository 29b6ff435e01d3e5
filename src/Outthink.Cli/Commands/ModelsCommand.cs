using System.CommandLine;
using Outthink.Cli.Options;

namespace Outthink.Cli.Commands;

/// <summary><c>outthink models</c>: what is at hand, what a file holds, getting more from the hub, conversion, and files to measure with.</summary>
internal static class ModelsCommand
{
    public static Command Create(Terminal terminal, ModelFolder models) => new("models", "What models are at hand, what a model file holds, getting models from the hub, and conversion to GGUF.")
    {
        ModelsListCommand.Create(terminal, models),
        ModelsInspectCommand.Create(terminal),
        ModelsPullCommand.Create(terminal),
        ModelsRemoveCommand.Create(terminal),
        ModelsConvertCommand.Create(terminal),
        ModelsSynthesizeCommand.Create(terminal),
        ModelsLogitsCommand.Create(terminal, models),
        ModelsTokenizeCommand.Create(terminal, models),
        ModelsRenderCommand.Create(terminal, models),
    };
}
