using System.CommandLine;
using System.CommandLine.Parsing;
using Outthink.Backends.Measuring;
using Outthink.Backends.ModelCards;
using Outthink.Cli.Json;
using Outthink.Cli.Options;
using Outthink.Cli.Rendering;
using Outthink.Engine;
using Outthink.Engine.Measuring;
using Outthink.Evaluation.Runs.Storage;
using Outthink.Search;

namespace Outthink.Cli.Commands;

/// <summary><c>outthink bench search</c>: whole searches with a reward model, steps of a fixed length, whatever the weights say.</summary>
internal sealed class BenchSearchCommand
{
    static readonly SearchStrategy[] Strategies = [new BeamSearch(), new Dvts()];

    readonly Option<string?> policy = new("--policy", "-p") { Description = "Policy: a GGUF file or a card's name [default: the catalogue's]", HelpName = "P" };
    readonly Option<string?> prm = new("--prm", "-r") { Description = "Reward model, likewise; its score is the share of one token between two", HelpName = "R" };
    readonly Option<SearchStrategy?> strategy = new("--strategy", "-s")
    {
        Description = "How to search [default: beam]",
        HelpName = "beam|dvts",
        CustomParser = result =>
        {
            string name = result.Tokens[^1].Value;
            SearchStrategy? found = Array.Find(Strategies, s => s.Name == name);
            if (found is null) result.AddError($"--strategy: '{name}' has no steps to measure; choose beam or dvts");
            return found;
        },
    };

    readonly Option<int> samples = new("--samples", "-n") { Description = "N: generations per round", HelpName = "N", DefaultValueFactory = _ => 16 };
    readonly Option<int> beamWidth = new("--beam-width", "-m") { Description = "M: samples per kept beam; N must be a multiple", HelpName = "M", DefaultValueFactory = _ => 4 };
    readonly Option<int> steps = CountOption.Of("--steps", "Steps of every trajectory", "K", byDefault: 12, most: 10_000);
    readonly Option<int> stepTokens = CountOption.Of("--step-tokens", "Tokens of every step", "T", byDefault: 32, most: 1 << 20);
    readonly Option<int> promptTokens = CountOption.Of("--prompt-tokens", "Tokens of the prompt", "P", byDefault: 256, most: 1 << 20);
    readonly Option<int> repeats = CountOption.Of("--repeats", "Timed searches, after one that is not timed", "R", byDefault: 3, most: 1000);
    readonly Option<ulong> seed = new("--seed") { Description = "Seed of prompt and sampling", HelpName = "S", DefaultValueFactory = _ => 0 };
    readonly EngineFlags engine = new();
    readonly Option<bool> json = JsonOption.Create();
    readonly ModelFolder models;
    readonly Terminal terminal;

    BenchSearchCommand(Terminal terminal, ModelFolder models) => (this.terminal, this.models) = (terminal, models);

    public static Command Create(Terminal terminal, ModelFolder models) => new BenchSearchCommand(terminal, models).Build();

    CheckedCommand Build()
    {
        CheckedCommand command = new("search", "Measures whole searches with a reward model: wall clock, tokens evaluated, time outside the engine.")
        {
            policy, prm, strategy, samples, beamWidth, steps, stepTokens, promptTokens, repeats, seed, engine.Threads, json,
        };
        command.AddCheck(given => Strategy(given).Validate(Options(given)));
        command.AddModelCheck(models, given =>
            new[] { (Role: ModelRole.Policy, Name: given.GetValue(policy)), (Role: ModelRole.Prm, Name: given.GetValue(prm)) }.Where(m => !IsWeights(m.Name)));
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed.CommandResult, cancellationToken));
        return command;
    }

    SearchStrategy Strategy(CommandResult given) => given.GetValue(strategy) ?? Strategies[0];

    SearchOptions Options(CommandResult given) => new() { Samples = given.GetValue(samples), BeamWidth = given.GetValue(beamWidth), Seed = given.GetValue(seed) };

    /// <summary>A file that is measured as it is: what a card says about steps and scores does not matter here.</summary>
    static bool IsWeights(string? name) => name is not null && Path.Exists(name) && Path.GetExtension(name) != ".json";

    string FileOf(CommandResult given, ModelRole role, string? name) => IsWeights(name) ? name! : models.Catalog(given).Find(role, name).File;

    async Task<int> RunAsync(CommandResult given, CancellationToken cancellationToken)
    {
        (string policyFile, string prmFile) = (FileOf(given, ModelRole.Policy, given.GetValue(policy)), FileOf(given, ModelRole.Prm, given.GetValue(prm)));
        await using InferenceEngine loaded = new(engine.Read(given));
        (LanguageModel proposer, LanguageModel judge) = (loaded.Load(policyFile), loaded.Load(prmFile));
        SearchProbe probe = new(loaded, proposer, judge);
        var measured = new SearchSample[given.GetValue(repeats) + 1];
        for (int round = 0; round < measured.Length; round++)
        {
            // A prompt of its own for every round, so that no cache knows it; the timed ones differ in nothing else.
            FixedSteps work = FixedSteps.Draw(given.GetValue(promptTokens), proposer.Config.VocabularySize, given.GetValue(stepTokens), given.GetValue(steps), unchecked((int)given.GetValue(seed) * 1009 + round));
            measured[round] = await MeasureAsync(probe, given, work, cancellationToken);
        }
        BenchSearchReport report = Report(measured[1..], given, policyFile, prmFile);
        if (given.GetValue(json)) terminal.Out.WriteJson(report);
        else BenchTable.Write(report, terminal);
        return ExitCode.Success;
    }

    async Task<SearchSample> MeasureAsync(SearchProbe probe, CommandResult given, FixedSteps work, CancellationToken cancellationToken)
    {
        try
        {
            return await probe.MeasureAsync(Strategy(given), Options(given), work, cancellationToken);
        }
        catch (ArgumentException unfit)
        {
            throw new InvalidDataException(unfit.Message, unfit);
        }
    }

    BenchSearchReport Report(SearchSample[] measured, CommandResult given, string policyFile, string prmFile)
    {
        Spread wall = Spread.Of(measured.Select(s => s.Wall.TotalSeconds));
        SearchSample last = measured[^1];
        return new()
        {
            Machine = Machine.OfThis(ProgramVersion.Full, given.GetValue(engine.Threads)),
            Policy = policyFile,
            Prm = prmFile,
            Strategy = Strategy(given).Name,
            N = given.GetValue(samples),
            M = given.GetValue(beamWidth),
            Steps = given.GetValue(steps),
            StepTokens = given.GetValue(stepTokens),
            PromptTokens = given.GetValue(promptTokens),
            Repeats = measured.Length,
            Seconds = wall.Median,
            SecondsSpread = wall.Width,
            OutsideShare = Spread.Of(measured.Select(s => s.Outside / s.Wall)).Median,
            ReadingShare = Spread.Of(measured.Select(s => s.Reading / s.Wall)).Median,
            GeneratedTokens = last.Usage.GeneratedTokens,
            PolicyTokens = last.Usage.PolicyTokens,
            PrmTokens = last.Usage.PrmTokens,
            Candidates = last.Candidates,
        };
    }
}
