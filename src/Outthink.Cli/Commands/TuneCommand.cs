using System.CommandLine;
using System.CommandLine.Parsing;
using Outthink.Backends.ModelCards;
using Outthink.Cli.Options;
using Outthink.Cli.Rendering;
using Outthink.Evaluation.Suites;
using Outthink.Evaluation.Tuning;

namespace Outthink.Cli.Commands;

/// <summary><c>outthink tune</c>: measures what searching buys for one policy with one reward model, and writes a profile.</summary>
internal sealed class TuneCommand
{
    readonly Option<string?> policy = new("--policy", "-p") { Description = "Policy, by name or GGUF file [default: the catalogue's]", HelpName = "P" };
    readonly Option<string?> prm = new("--prm", "-r") { Description = "Reward model, by name or file; \"none\" tunes without one [default: the catalogue's]", HelpName = "R" };
    readonly Option<int> samples = new("--samples", "-n") { Description = "Largest N that is tried", HelpName = "N", DefaultValueFactory = _ => 64, Validators = { r => { if (r.GetValueOrDefault<int>() < 4) r.AddError("--samples: give at least 4"); } } };
    readonly Option<int> pilot = new("--pilot") { Description = "Whole solutions drawn first, from which difficulty is estimated", HelpName = "K", DefaultValueFactory = _ => 2, Validators = { r => { if (r.GetValueOrDefault<int>() < 1) r.AddError("--pilot: give at least 1"); } } };
    readonly Option<FileInfo?> output = new("--out", "-o") { Description = "The profile's file [default: beside the policy's weights]", HelpName = "FILE" };
    readonly Option<bool> json = JsonOption.Create();
    readonly SuiteFlags suite = new();
    readonly SearchFlags search = new();
    readonly EngineFlags engine = new();
    readonly ModelFolder models;
    readonly Terminal terminal;

    TuneCommand(Terminal terminal, ModelFolder models) => (this.terminal, this.models) = (terminal, models);

    public static Command Create(Terminal terminal, ModelFolder models) => new TuneCommand(terminal, models).Build();

    CheckedCommand Build()
    {
        CheckedCommand command = new("tune", "Measures strategies and budgets by difficulty for one policy and one PRM, and writes a profile for --strategy auto.");
        foreach (Option option in (Option[])[.. suite.All, policy, prm, samples, pilot, .. search.All, output, engine.Threads, json]) command.Add(option);
        command.AddCheck(suite.Check);
        command.AddModelCheck(models, given => WithoutPrm(given)
            ? [(ModelRole.Policy, given.GetValue(policy))]
            : [(ModelRole.Policy, given.GetValue(policy)), (ModelRole.Prm, given.GetValue(prm))]);
        command.SetAction(RunAsync);
        return command;
    }

    bool WithoutPrm(CommandResult given) => given.GetValue(prm) == "none";

    async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        CommandResult given = parsed.CommandResult;
        Suite problems = await suite.ReadAsync(given, cancellationToken);
        ModelCatalog catalog = models.Catalog(given);
        ModelCard policyCard = catalog.Find(ModelRole.Policy, given.GetValue(policy));
        ModelCard? prmCard = WithoutPrm(given) ? null : catalog.Find(ModelRole.Prm, given.GetValue(prm));
        await using LoadedModels loaded = new(engine.Read(given));
        ProgressLine progress = new(terminal, TimeProvider.System);
        ulong seed = given.GetValue(suite.Seed);
        TuningRun run = new()
        {
            Policy = loaded.Policy(policyCard),
            Prm = prmCard is null ? null : loaded.Prm(prmCard),
            Suite = problems,
            Options = new()
            {
                Tactics = TuningOptions.TacticsUpTo(given.GetValue(samples), prmCard is not null),
                Pilot = given.GetValue(pilot),
                Search = search.Read(given) with { Seed = seed },
            },
            OnProgress = (what, share) => progress.Report(() => $"tune {100 * share:f0} %  {what}"),
        };
        TuningResult result = await run.RunAsync(cancellationToken);
        TunedProfile profile = new()
        {
            Version = ProfileFile.Version,
            PolicyHash = ModelHash.Of(policyCard),
            RewardModelHash = prmCard is null ? null : ModelHash.Of(prmCard),
            Suite = $"{problems.Name}, {problems.Items.Length} problems, seed {seed}",
            Seed = seed,
            Result = result,
        };
        string path = given.GetValue(output)?.FullName
            ?? Path.Combine(Path.GetDirectoryName(policyCard.File)!, $"{policyCard.Name}{(prmCard is null ? "" : "+" + prmCard.Name)}{ProfileFile.Extension}");
        await File.WriteAllTextAsync(path, ProfileFile.Write(profile), cancellationToken);
        progress.Finish($"The profile is in {path}");
        if (given.GetValue(json)) terminal.Out.Write(ProfileFile.Write(profile));
        else ProfileTable.Write(result, terminal);
        return ExitCode.Success;
    }
}
