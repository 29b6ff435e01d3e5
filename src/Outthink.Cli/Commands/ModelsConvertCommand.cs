using System.CommandLine;
using System.CommandLine.Parsing;
using Outthink.Backends.Hub;
using Outthink.Cli.Options;
using Outthink.Cli.Rendering;
using Outthink.Engine.Conversion;
using Outthink.Engine.Weights;

namespace Outthink.Cli.Commands;

/// <summary><c>outthink models convert</c>: a Hugging Face folder or a GGUF file as one GGUF file, its matrices in another type where asked.</summary>
internal sealed class ModelsConvertCommand(Terminal terminal)
{
    readonly Option<string> from = new("--from") { Description = "A Hugging Face folder (config.json, safetensors, tokeniser) or a GGUF file", HelpName = "FOLDER|GGUF", Required = true };
    readonly Option<FileInfo> output = new("--out", "-o") { Description = "The GGUF file to write", HelpName = "FILE", Required = true };

    readonly Option<TensorType?> type = new("--type")
    {
        Description = "Type of the matrices [default: each as it is]",
        HelpName = string.Join('|', ModelConversion.Types),
        CustomParser = result =>
        {
            string word = result.Tokens[^1].Value;
            foreach (TensorType known in ModelConversion.Types)
            {
                if (string.Equals(word, known.ToString(), StringComparison.OrdinalIgnoreCase)) return known;
            }
            result.AddError($"--type: '{word}' is unknown; choose one of {string.Join(", ", ModelConversion.Types)}");
            return null;
        },
    };

    public static Command Create(Terminal terminal) => new ModelsConvertCommand(terminal).Build();

    CheckedCommand Build()
    {
        CheckedCommand command = new("convert", "Writes a model as a GGUF file, which llama.cpp loads too.") { from, output, type };
        command.AddCheck(Problems);
        command.SetAction((parsed, cancellationToken) =>
        {
            FileInfo target = parsed.GetRequiredValue(output);
            ProgressLine line = new(terminal, TimeProvider.System);
            ModelConversion.Write(HubCache.PathOf(parsed.GetRequiredValue(from)), target.FullName, parsed.GetValue(type), new Progress(line), cancellationToken);
            line.Finish($"{target.FullName}: {Numbers.Count(new FileInfo(target.FullName).Length)} bytes");
            return Task.FromResult(ExitCode.Success);
        });
        return command;
    }

    IEnumerable<string> Problems(CommandResult given)
    {
        string source = HubCache.PathOf(given.GetRequiredValue(from));
        FileInfo target = given.GetRequiredValue(output);
        if (!File.Exists(source) && !Directory.Exists(source))
            yield return $"--from: there is no '{source}'; give a Hugging Face folder or a GGUF file";
        if (target.Directory is { Exists: false } folder)
            yield return $"--out: there is no folder '{folder.FullName}'; make it first";
        if (Directory.Exists(target.FullName))
            yield return $"--out: '{target.FullName}' is a folder; give a file";
        if (Path.GetFullPath(source) == target.FullName)
            yield return "--out: this is the model itself; give another file";
    }

    /// <summary>Reports where the writing happens, not later on another thread.</summary>
    sealed class Progress(ProgressLine line) : IProgress<WriteProgress>
    {
        public void Report(WriteProgress value) =>
            line.Report(() => $"{Numbers.Short(value.WrittenBytes)}B of {Numbers.Short(value.TotalBytes)}B, {Numbers.Percent(value.WrittenBytes / (double)value.TotalBytes)} %");
    }
}
