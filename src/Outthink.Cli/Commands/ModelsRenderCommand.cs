using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;
using Outthink.Backends.ModelCards;
using Outthink.Backends.Prompts;
using Outthink.Cli.Json;
using Outthink.Cli.Options;
using Outthink.Cli.Rendering;
using Outthink.Engine.Text;

namespace Outthink.Cli.Commands;

/// <summary><c>outthink models render</c>: a conversation in the form that the model's chat template gives it.</summary>
internal sealed class ModelsRenderCommand
{
    readonly Option<string> name = new("--model") { Description = "A model's name in the catalogue, or the path of its file or folder", HelpName = "M", Required = true };
    readonly Option<string> messages = new("--messages")
    {
        Description = "JSON array of {\"role\", \"content\"}; an assistant's message at the end is a turn that goes on",
        HelpName = "FILE",
        Required = true,
    };
    readonly Option<bool> json = JsonOption.Create();
    readonly ModelFolder models;
    readonly Terminal terminal;

    ModelsRenderCommand(Terminal terminal, ModelFolder models) => (this.terminal, this.models) = (terminal, models);

    public static Command Create(Terminal terminal, ModelFolder models) => new ModelsRenderCommand(terminal, models).Build();

    CheckedCommand Build()
    {
        CheckedCommand command = new("render", "The prompt that a conversation makes, as text and as token ids.") { name, messages, json };
        command.AddCheck(given => File.Exists(given.GetValue(messages)) ? [] : [$"--messages: there is no file '{given.GetValue(messages)}'"]);
        command.AddModelCheck(models, given => models.TryFind(given, ModelRole.Prm, given.GetValue(name)) is null ? [(ModelRole.Policy, given.GetValue(name))] : []);
        command.SetAction(parsed => Run(parsed.CommandResult));
        return command;
    }

    int Run(CommandResult given)
    {
        string wanted = given.GetRequiredValue(name);
        ModelCard card = models.TryFind(given, ModelRole.Policy, wanted) ?? models.Catalog(given).Find(ModelRole.Prm, wanted);
        ImmutableArray<TextSegment> prompt = ChatWriter.For(card).Write(JsonLists.Messages(given.GetRequiredValue(messages)));
        ImmutableArray<int> ids = Tokenizer.Open(card.File).Encode(prompt.AsSpan(), addSpecial: false);
        RenderReport report = new()
        {
            Model = card.Name,
            Text = string.Concat(prompt.Select(s => s.Text)),
            Count = ids.Length,
            Ids = ids,
            Segments = [.. prompt.Select(s => new SegmentReport(s.Text, s.MayHoldSpecial))],
        };
        if (given.GetValue(json)) terminal.Out.WriteJson(report);
        else
        {
            terminal.Out.WriteLine(report.Text);
            terminal.Out.WriteLine();
            terminal.Out.WriteLine($"{Numbers.Count(report.Count)} tokens: {string.Join(' ', ids)}");
        }
        return ExitCode.Success;
    }
}
