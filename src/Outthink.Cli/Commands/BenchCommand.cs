using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;
using Outthink.Cli.Json;
using Outthink.Cli.Options;
using Outthink.Cli.Rendering;
using Outthink.Engine;
using Outthink.Engine.Measuring;
using Outthink.Evaluation.Runs.Storage;

namespace Outthink.Cli.Commands;

/// <summary><c>outthink bench</c>: prefill and decoding of sequences on a shared prompt, held against the machine's ceilings.</summary>
internal sealed class BenchCommand
{
    const int MostSequences = 4096;

    readonly Option<string?> model = new("--model") { Description = "A GGUF file; 'outthink models synthesize' writes one of any size", HelpName = "FILE" };
    readonly Option<int> promptTokens = CountOption.Of("--prompt-tokens", "P: tokens of the shared prompt", "P", byDefault: 256, most: 1 << 20);
    readonly Option<int> newTokens = CountOption.Of("--new-tokens", "G: tokens of every sequence after it", "G", byDefault: 32, most: 1 << 20);
    readonly Option<int[]> sequences = ChoiceOption.Many<int>("--sequences", TryReadSequences, $"a number of sequences from 1 to {MostSequences}");
    readonly Option<int> repeats = CountOption.Of("--repeats", "Timed rounds of every row, after one that is not timed", "R", byDefault: 3, most: 1000);
    readonly EngineFlags engine = new();
    readonly Option<bool> json = JsonOption.Create();
    readonly Terminal terminal;

    BenchCommand(Terminal terminal) => this.terminal = terminal;

    public static Command Create(Terminal terminal, ModelFolder models) => new BenchCommand(terminal).Build(BenchSearchCommand.Create(terminal, models));

    CheckedCommand Build(Command search)
    {
        sequences.Description = "S: sequences beside each other, several allowed";
        sequences.HelpName = "S[,S…]";
        sequences.DefaultValueFactory = _ => [1, 16, 64];
        CheckedCommand command = new("bench", "Measures prefill and decoding of sequences that share a prompt, against what the machine does at most.")
        {
            model, promptTokens, newTokens, sequences, repeats, engine.Threads, json, search,
        };
        command.AddCheck(given => given.GetValue(model) is { } path ? Path.Exists(path) ? [] : [$"--model: there is no file '{path}'"] : ["--model is missing: name a GGUF file"]);
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed.CommandResult, cancellationToken));
        return command;
    }

    static bool TryReadSequences(string word, out int value) => int.TryParse(word, out value) && value is >= 1 and <= MostSequences;

    async Task<int> RunAsync(CommandResult given, CancellationToken cancellationToken)
    {
        int[] counts = given.GetValue(sequences)!;
        string path = given.GetValue(model)!;
        ModelFootprint footprint = ModelFootprint.Of(path);
        int threads = given.GetValue(engine.Threads);
        await using InferenceEngine loaded = new(engine.Read(given) with { QueuedRequests = MostSequences });
        LanguageModel language = loaded.Load(path);
        if ((long)given.GetValue(promptTokens) + given.GetValue(newTokens) >= language.Config.ContextLength)
            throw new InvalidDataException($"{given.GetValue(promptTokens)} + {given.GetValue(newTokens)} tokens and one more do not fit into the context of {language.Config.ContextLength}; lower --prompt-tokens or --new-tokens");
        Ceilings ceilings = Ceilings.Measure(threads);
        ThroughputProbe probe = new(loaded, language);
        var rows = ImmutableArray.CreateBuilder<BenchRowReport>();
        foreach (int count in counts)
        {
            ThroughputSample[] samples = await MeasureAsync(probe, given, count, cancellationToken);
            rows.Add(Row(samples, given, count, ceilings, footprint, language.Parameters));
        }
        BenchReport report = new()
        {
            Machine = Machine.OfThis(ProgramVersion.Full, threads),
            Model = new() { File = path, Type = footprint.Type.ToString(), Parameters = language.Parameters, BytesPerPass = footprint.BytesPerPass },
            PromptTokens = given.GetValue(promptTokens),
            NewTokens = given.GetValue(newTokens),
            Repeats = given.GetValue(repeats),
            Ceilings = CeilingsReport.Of(ceilings),
            Rows = rows.DrainToImmutable(),
        };
        if (given.GetValue(json)) terminal.Out.WriteJson(report);
        else BenchTable.Write(report, terminal);
        return ExitCode.Success;
    }

    /// <summary>The timed rounds, and last the one that counts allocations instead. A round before them warms up.</summary>
    async Task<ThroughputSample[]> MeasureAsync(ThroughputProbe probe, CommandResult given, int count, CancellationToken cancellationToken)
    {
        int timed = given.GetValue(repeats);
        var samples = new ThroughputSample[timed + 2];
        for (int round = 0; round < samples.Length; round++)
            samples[round] = await probe.MeasureAsync(given.GetValue(promptTokens), given.GetValue(newTokens), count, (ulong)round * MostSequences + (ulong)count, countAllocations: round > timed, cancellationToken);
        return samples[1..];
    }

    BenchRowReport Row(ThroughputSample[] samples, CommandResult given, int count, Ceilings ceilings, ModelFootprint footprint, long parameters)
    {
        var (prompt, added) = ((double)given.GetValue(promptTokens), (double)given.GetValue(newTokens));
        Spread prefill = Spread.Of(samples[..^1].Select(s => prompt / s.Prefill.TotalSeconds));
        Spread decode = Spread.Of(samples[..^1].Select(s => count * added / s.Decode.TotalSeconds));
        return new()
        {
            Sequences = count,
            PrefillTokensPerSecond = prefill.Median,
            DecodeTokensPerSecond = decode.Median,
            CeilingShare = ceilings.ComputeShare(footprint.Type, parameters, decode.Median, given.GetValue(engine.Threads)),
            MemoryShare = ceilings.MemoryShare(footprint.BytesPerPass, decode.Median / count),
            ResidentBytes = samples.Max(s => s.ResidentBytes),
            AllocatedBytesPerToken = samples[^1].AllocatedBytesPerToken,
            PrefillSpread = prefill.Width,
            DecodeSpread = decode.Width,
            EvaluatedTokens = samples[^1].EvaluatedTokens,
        };
    }
}
