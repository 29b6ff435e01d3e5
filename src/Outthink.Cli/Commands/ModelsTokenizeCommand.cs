using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text;
using Outthink.Backends.ModelCards;
using Outthink.Cli.Json;
using Outthink.Cli.Options;
using Outthink.Cli.Rendering;
using Outthink.Engine.Text;

namespace Outthink.Cli.Commands;

/// <summary><c>outthink models tokenize</c>: the ids and pieces that a model's tokeniser makes of a text.</summary>
internal sealed class ModelsTokenizeCommand
{
    static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    readonly Option<string> model = new("--model") { Description = "A model by name, a GGUF file, or a folder with a tokeniser", HelpName = "M", Required = true };
    readonly Option<string?> text = new("--text") { Description = "The text", HelpName = "T" };
    readonly Option<string?> file = new("--file") { Description = "A file with the text in UTF-8; without --text and --file it is read from standard input", HelpName = "FILE" };
    readonly Option<bool> addSpecial = new("--add-special") { Description = "Add the tokens that the model was trained with before and after a text" };
    readonly Option<bool> parseSpecial = new("--parse-special") { Description = "Read control tokens in the text, as in a rendered template; in a user's text they are characters" };
    readonly Option<bool> json = JsonOption.Create();
    readonly ModelFolder models;
    readonly Terminal terminal;

    ModelsTokenizeCommand(Terminal terminal, ModelFolder models) => (this.terminal, this.models) = (terminal, models);

    public static Command Create(Terminal terminal, ModelFolder models) => new ModelsTokenizeCommand(terminal, models).Build();

    CheckedCommand Build()
    {
        CheckedCommand command = new("tokenize", "Shows the ids and pieces that a model's tokeniser makes of a text.") { model, text, file, addSpecial, parseSpecial, json };
        command.AddCheck(Problems);
        command.SetAction(RunAsync);
        return command;
    }

    IEnumerable<string> Problems(CommandResult given)
    {
        if (given.GetValue(text) is not null && given.GetValue(file) is not null) yield return "--text and --file are two texts; give one of them";
        if (given.GetValue(file) is { } path && !File.Exists(path)) yield return $"--file {path}: there is no such file";
        if (given.GetValue(model) is not { } name) yield break;
        string? problem = null;
        try
        {
            Locate(given, name);
        }
        catch (ModelCardException e)
        {
            problem = e.Message;
        }
        if (problem is not null) yield return problem;
    }

    async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        string name = parsed.GetRequiredValue(model);
        string content = parsed.GetValue(text) ?? (parsed.GetValue(file) is { } path ? await ReadAsync(path, cancellationToken) : await terminal.In.ReadToEndAsync(cancellationToken));
        Tokenizer tokenizer = Tokenizer.Open(Locate(parsed.CommandResult, name));
        TokenizeReport report = TokenizeReport.Of(name, tokenizer, tokenizer.Encode(content, parsed.GetValue(addSpecial), parsed.GetValue(parseSpecial)));
        if (parsed.GetValue(json)) terminal.Out.WriteJson(report);
        else Print(report, terminal);
        return ExitCode.Success;
    }

    /// <summary>The file or folder of a model of any role.</summary>
    string Locate(CommandResult given, string name)
    {
        if (Directory.Exists(name)) return name;
        ModelCatalog catalog = models.Catalog(given);
        return (catalog.Cards.FirstOrDefault(c => c.Name == name) ?? catalog.Find(ModelRole.Policy, name)).File;
    }

    /// <summary>The file's text, a byte-order mark included: nothing of it is dropped or replaced.</summary>
    static async Task<string> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return Utf8.GetString(await File.ReadAllBytesAsync(path, cancellationToken));
        }
        catch (DecoderFallbackException e)
        {
            throw new InvalidDataException($"{path}: the byte at offset {e.Index} is not UTF-8; save the text in UTF-8", e);
        }
    }

    static void Print(TokenizeReport report, Terminal terminal)
    {
        TextTable table = new("id", "piece");
        for (int i = 0; i < report.Count; i++) table.Add(report.Ids[i].ToString(CultureInfo.InvariantCulture), Visible(report.Pieces[i]));
        table.WriteTo(terminal);
        terminal.Out.WriteLine($"{Numbers.Count(report.Count)} tokens");
    }

    /// <summary>A piece on one line: control characters as their code points.</summary>
    static string Visible(string piece) =>
        string.Concat(piece.Select(c => char.IsControl(c) ? $"\\u{(int)c:X4}" : c.ToString()));
}
