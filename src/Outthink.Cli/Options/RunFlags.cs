using System.CommandLine;
using System.CommandLine.Parsing;
using Outthink.Backends.ModelCards;
using Outthink.Engine;
using Outthink.Evaluation.Energy;
using Outthink.Evaluation.Runs.Storage;
using Outthink.Evaluation.Suites;

namespace Outthink.Cli.Options;

/// <summary>Whether and where an evaluation is kept, and how its energy is told.</summary>
internal sealed class RunFlags
{
    readonly Option<FileInfo?> run = new("--run")
    {
        Description = "Keep the run in FILE, problem by problem; the same command goes on with it after an interruption",
        HelpName = "FILE.sqlite",
    };

    readonly Option<double?> watts;

    public RunFlags(Option<double?> watts) => this.watts = watts;

    public IEnumerable<Option> All => [run, watts];

    /// <summary>Whether the run is to be kept.</summary>
    public bool IsGiven(CommandResult given) => given.GetValue(run) is not null;

    /// <summary>An estimate when watts are given, the processor's counters for a run that is kept, else nothing.</summary>
    public EnergyMeter? Meter(CommandResult given) =>
        IsGiven(given) || given.GetValue(watts) is not null ? EnergyMeter.Find(given.GetValue(watts), TimeProvider.System) : null;

    /// <summary>Opens the file, if one is asked for; the models are read once to tell their content.</summary>
    /// <exception cref="RunMismatchException">The file holds a run of another configuration.</exception>
    /// <exception cref="RunFileException">The file cannot be used.</exception>
    public RunFile? Start(CommandResult given, Suite suite, Func<IEnumerable<ModelIdentity>, RunConfiguration> configure, ModelCard[] models, EngineOptions engine, EnergyMeter? energy) =>
        given.GetValue(run) is { } file
            ? RunFile.Start(file.FullName, configure(models.Select(ModelContent.Of)), suite, Machine.OfThis(ProgramVersion.Full, engine.Threads), energy?.Source, TimeProvider.System.GetUtcNow())
            : null;
}
