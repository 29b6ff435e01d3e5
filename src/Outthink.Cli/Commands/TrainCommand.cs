using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Outthink.Backends.ModelCards;
using Outthink.Cli.Json;
using Outthink.Cli.Options;
using Outthink.Cli.Rendering;
using Outthink.Training.Family;

namespace Outthink.Cli.Commands;

/// <summary><c>outthink train</c>: trains the tiny family from nothing; interrupted, the same command goes on.</summary>
internal sealed class TrainCommand
{
    readonly Option<string> output = new("--out", "-o") { Description = "Folder for the models and their cards", HelpName = "DIR", DefaultValueFactory = _ => "models" };
    readonly Option<string> work = new("--work") { Description = "Folder for checkpoints; the same command goes on from them", HelpName = "DIR", DefaultValueFactory = _ => "artifacts/training" };
    readonly Option<string[]> only = new("--only") { Description = "Train these models, and what they start from [default: the whole family]", HelpName = "NAME…", AllowMultipleArgumentsPerToken = true };
    readonly Option<ulong> seed = new("--seed") { Description = "Decides the first weights and the problems; the models depend on it alone", HelpName = "S", DefaultValueFactory = _ => 1 };
    readonly Option<int> threads = new("--threads") { Description = "Models trained side by side; does not change any model", HelpName = "T", DefaultValueFactory = _ => Environment.ProcessorCount };
    readonly Option<bool> json = JsonOption.Create();
    readonly Terminal terminal;

    TrainCommand(Terminal terminal) => this.terminal = terminal;

    public static Command Create(Terminal terminal) => new TrainCommand(terminal).Build();

    CheckedCommand Build()
    {
        CheckedCommand command = new("train", "Trains the tiny family of policies and reward models and writes them as GGUF. Takes up to an hour on two cores.") { output, work, only, seed, threads, json };
        command.AddCheck(given => Options(given).Validate(TinyFamily.Jobs));
        command.SetAction(RunAsync);
        return command;
    }

    FamilyTrainingOptions Options(CommandResult given) => new()
    {
        OutputFolder = given.GetValue(output)!,
        WorkFolder = given.GetValue(work)!,
        Only = [.. given.GetValue(only) ?? []],
        Seed = given.GetValue(seed),
        Threads = given.GetValue(threads),
    };

    async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        FamilyTrainingOptions options = Options(parsed.CommandResult);
        ProgressLine line = new(terminal, TimeProvider.System);
        Progress progress = new(line);
        try
        {
            await FamilyTraining.RunAsync(options, progress, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            line.Finish($"Interrupted. The checkpoints are in {options.WorkFolder}; the same command goes on from them.");
            return ExitCode.Cancelled;
        }
        line.Finish($"The models are in {options.OutputFolder}");
        ModelCatalog trained = ModelCatalog.Open(options.OutputFolder);
        if (parsed.GetValue(json)) terminal.Out.WriteJson(ModelsReport.Of(trained));
        else ModelsTable.Write(trained, terminal);
        return ExitCode.Success;
    }

    /// <summary>One line for all models in work; a line that stays for each one that is done.</summary>
    sealed class Progress(ProgressLine line) : IProgress<TrainingProgress>
    {
        readonly Lock gate = new();
        readonly SortedDictionary<string, TrainingProgress> running = new(StringComparer.Ordinal);

        public void Report(TrainingProgress value)
        {
            lock (gate)
            {
                running[value.Model] = value;
                if (value.Accuracy is { } accuracy)
                {
                    running.Remove(value.Model);
                    line.Finish($"{value.Model}: trained, {Numbers.Percent(accuracy)} % of held-out problems solved greedily");
                }
                else line.Report(() => string.Join("   ", running.Values.Select(Describe)) + Left(value));
            }
        }

        static string Left(TrainingProgress p) => p.Remaining is { } left ? $"   about {Numbers.Clock(left)} left" : "";

        static string Describe(TrainingProgress p) => string.Create(CultureInfo.InvariantCulture,
            $"{p.Model} {100.0 * p.Update / p.Updates:0.0} % loss {p.Loss:0.0000} {Numbers.Short(p.TokensPerSecond)} tokens/s");
    }
}
