using System.CommandLine;
using System.Globalization;
using Outthink.Cli.Json;
using Outthink.Cli.Options;
using Outthink.Cli.Rendering;
using Outthink.Engine.Weights;

namespace Outthink.Cli.Commands;

/// <summary><c>outthink models inspect</c>: header, configuration, tokeniser and tensors of a GGUF file, or why it does not load.</summary>
internal static class ModelsInspectCommand
{
    public static Command Create(Terminal terminal)
    {
        Argument<string> file = new("file") { Description = "A GGUF file", HelpName = "FILE" };
        Option<bool> json = JsonOption.Create();
        Command command = new("inspect", "Shows what a GGUF file holds, or the exact reason why it does not load.") { file, json };
        command.SetAction(parsed =>
        {
            using GgufFile gguf = GgufFile.Open(parsed.GetRequiredValue(file));
            InspectionReport report = Inspect(gguf);
            if (parsed.GetValue(json)) terminal.Out.WriteJson(report);
            else Print(report, terminal);
            if (report.DoesNotLoad is null) return ExitCode.Success;
            terminal.Error.WriteLine($"error: {report.DoesNotLoad}");
            return ExitCode.Failure;
        });
        return command;
    }

    static InspectionReport Inspect(GgufFile gguf) => new()
    {
        File = gguf.Path,
        Version = gguf.Version,
        Metadata = gguf.Metadata.ToDictionary(m => m.Key, m => m.Value.ToString()),
        Tensors = [.. gguf.Tensors.Values.Select(t => new TensorReport { Name = t.Name, Type = t.Type.ToString(), Shape = t.Shape, Offset = t.Offset, Bytes = t.ByteLength })],
        DoesNotLoad = WhyItDoesNotLoad(gguf),
    };

    static string? WhyItDoesNotLoad(GgufFile gguf) => null;

    static void Print(InspectionReport report, Terminal terminal)
    {
        terminal.Out.WriteLine($"{report.File}: GGUF version {report.Version}, {report.Metadata.Count} metadata keys, {report.Tensors.Length} tensors");
        terminal.Out.WriteLine();
        TextTable metadata = new("key", "value");
        foreach ((string key, string value) in report.Metadata) metadata.Add(key, value.ReplaceLineEndings("\\n"));
        metadata.WriteTo(terminal);
        terminal.Out.WriteLine();
        TextTable tensors = new("tensor", "type", "shape", "bytes");
        foreach (TensorReport tensor in report.Tensors)
            tensors.Add(tensor.Name, tensor.Type, string.Join(" × ", tensor.Shape), tensor.Bytes.ToString("N0", CultureInfo.InvariantCulture));
        tensors.WriteTo(terminal);
    }
}
