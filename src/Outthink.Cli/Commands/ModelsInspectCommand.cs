using System.CommandLine;
using System.Globalization;
using Outthink.Backends.Hub;
using Outthink.Cli.Json;
using Outthink.Cli.Options;
using Outthink.Cli.Rendering;
using Outthink.Engine;
using Outthink.Engine.Models;
using Outthink.Engine.Weights;

namespace Outthink.Cli.Commands;

/// <summary><c>outthink models inspect</c>: header, configuration, tokeniser and tensors of a model file, or why it does not load.</summary>
internal static class ModelsInspectCommand
{
    public static Command Create(Terminal terminal)
    {
        Argument<string> file = new("file") { Description = "A GGUF file, or a folder with config.json and safetensors, or org/name[:file] in the hub's cache", HelpName = "FILE" };
        Option<bool> json = JsonOption.Create();
        Command command = new("inspect", "Shows what a model file holds, or the exact reason why it does not load.") { file, json };
        command.SetAction(async (parsed, _) =>
        {
            string path = HubCache.PathOf(parsed.GetRequiredValue(file));
            (LoadedModelReport? model, string? fault) = await LoadAsync(path);
            using ModelFile opened = ModelFile.Open(path);
            InspectionReport report = Inspect(opened) with { Model = model, DoesNotLoad = fault };
            if (parsed.GetValue(json)) terminal.Out.WriteJson(report);
            else Print(report, terminal);
            if (report.DoesNotLoad is null) return ExitCode.Success;
            terminal.Error.WriteLine($"error: {report.DoesNotLoad}");
            return ExitCode.Failure;
        });
        return command;
    }

    static InspectionReport Inspect(ModelFile file) => new()
    {
        File = file.Path,
        Version = (file as GgufFile)?.Version,
        Metadata = file.Metadata.ToDictionary(m => m.Key, m => m.Value.ToString()),
        Tensors = [.. file.Tensors.Values.Select(t => new TensorReport { Name = t.Name, Type = t.Type.ToString(), Shape = t.Shape, Offset = t.Offset, Bytes = t.ByteLength })],
    };

    /// <summary>What the engine makes of the file, or why it refuses it.</summary>
    static async Task<(LoadedModelReport?, string? Fault)> LoadAsync(string path)
    {
        try
        {
            await using InferenceEngine engine = new(new() { Threads = 1 });
            LanguageModel model = engine.Load(path);
            ModelConfig config = model.Config;
            return (new()
            {
                Architecture = config.Architecture,
                Parameters = model.Parameters,
                Context = config.ContextLength,
                Layers = config.Layers,
                Width = config.Width,
                FeedForward = config.FeedForward,
                Heads = config.Heads,
                KvHeads = config.KvHeads,
                HeadDim = config.HeadDim,
                TiedOutput = config.IsOutputTied,
                Vocabulary = model.Tokenizer.VocabularySize,
                Bos = model.Tokenizer.BosId,
                Eos = model.Tokenizer.EosId,
            }, null);
        }
        catch (ModelFileException e)
        {
            return (null, e.Message);
        }
    }

    static void Print(InspectionReport report, Terminal terminal)
    {
        terminal.Out.WriteLine($"{report.File}: {(report.Version is { } version ? $"GGUF version {version}" : "model in several files")}, {report.Metadata.Count} metadata keys, {report.Tensors.Length} tensors");
        if (report.Model is { } m)
        {
            terminal.Out.WriteLine($"{m.Architecture}: {Numbers.Count(m.Parameters)} parameters evaluated per token, {m.Layers} layers of width {m.Width}, {m.Heads} heads ({m.KvHeads} for keys and values) of {m.HeadDim}, "
                + $"feed-forward {m.FeedForward}, output {(m.TiedOutput ? "tied" : "untied")}, context {Numbers.Count(m.Context)} tokens");
            terminal.Out.WriteLine($"tokeniser: {Numbers.Count(m.Vocabulary)} tokens, begin {m.Bos?.ToString(CultureInfo.InvariantCulture) ?? "none"}, end {m.Eos?.ToString(CultureInfo.InvariantCulture) ?? "none"}");
        }
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
