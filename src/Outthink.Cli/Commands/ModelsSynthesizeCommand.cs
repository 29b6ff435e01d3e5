using System.CommandLine;
using System.CommandLine.Parsing;
using Outthink.Cli.Json;
using Outthink.Cli.Options;
using Outthink.Cli.Rendering;
using Outthink.Engine.Measuring;
using Outthink.Engine.Weights;

namespace Outthink.Cli.Commands;

/// <summary><c>outthink models synthesize</c>: random weights of a real model's shape, to measure with.</summary>
internal sealed class ModelsSynthesizeCommand
{
    readonly Option<string?> like = new("--like") { Description = "The model whose shape it has", HelpName = string.Join('|', ModelShape.All.Select(s => s.Name)) };
    readonly Option<TensorType?> type = new("--type")
    {
        Description = "The type of every matrix [default: Q8_0]",
        HelpName = "F32|F16|BF16|Q8_0|Q4_0|Q4_K|Q6_K",
        CustomParser = result =>
        {
            string word = result.Tokens[^1].Value;
            if (Enum.TryParse(word, ignoreCase: true, out TensorType read) && Enum.IsDefined(read) && !char.IsAsciiDigit(word[0])) return read;
            result.AddError($"--type: '{word}' is unknown; choose one of F32, F16, BF16, Q8_0, Q4_0, Q4_K, Q6_K");
            return null;
        },
    };

    readonly Option<int?> layers = new("--layers") { Description = "Layers instead of the model's own", HelpName = "n" };
    readonly Option<ulong> seed = new("--seed") { Description = "Decides every weight", HelpName = "S", DefaultValueFactory = _ => 1 };
    readonly Option<string?> output = new("--out", "-o") { Description = "The file; one that exists is replaced", HelpName = "FILE.gguf" };
    readonly Option<bool> json = JsonOption.Create();
    readonly Terminal terminal;

    ModelsSynthesizeCommand(Terminal terminal) => this.terminal = terminal;

    public static Command Create(Terminal terminal) => new ModelsSynthesizeCommand(terminal).Build();

    CheckedCommand Build()
    {
        CheckedCommand command = new("synthesize", "Writes random weights of a real model's shape as GGUF: it costs what the model costs, and says nothing.") { like, type, layers, seed, output, json };
        command.AddCheck(Check);
        command.SetAction(parsed => Run(parsed.CommandResult));
        return command;
    }

    IEnumerable<string> Check(CommandResult given)
    {
        if (string.IsNullOrWhiteSpace(given.GetValue(output))) yield return "--out is missing: name the file to write";
        if (given.GetValue(like) is not { } name) yield return "--like is missing: name the model whose shape it shall have";
        else if (Shape(given) is not { } shape) yield return $"--like: '{name}' is unknown; choose one of {string.Join(", ", ModelShape.All.Select(s => s.Name))}";
        else
            foreach (string problem in shape.Problems(Type(given))) yield return problem;
    }

    ModelShape? Shape(CommandResult given) => ModelShape.All.FirstOrDefault(s => s.Name == given.GetValue(like)) is { } known
        ? known with { Layers = given.GetValue(layers) ?? known.Layers }
        : null;

    TensorType Type(CommandResult given) => given.GetValue(type) ?? TensorType.Q8_0;

    int Run(CommandResult given)
    {
        string path = given.GetValue(output)!;
        ModelShape shape = Shape(given)!;
        SyntheticModel.Write(shape, Type(given), given.GetValue(seed), path);
        SynthesisReport report = new()
        {
            File = path,
            Like = shape.Name,
            Type = Type(given).ToString(),
            Layers = shape.Layers,
            Seed = given.GetValue(seed),
            Bytes = new FileInfo(path).Length,
        };
        if (given.GetValue(json)) terminal.Out.WriteJson(report);
        else terminal.Out.WriteLine($"{path}: {report.Like} with {report.Layers} layers, random {report.Type} weights, {Numbers.Count(report.Bytes)} bytes");
        return ExitCode.Success;
    }
}
