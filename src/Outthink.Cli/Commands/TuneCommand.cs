using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;
using Outthink.Backends.ModelCards;
using Outthink.Cli.Options;
using Outthink.Cli.Rendering;
using Outthink.Engine;
using Outthink.Evaluation.Energy;
using Outthink.Evaluation.Runs;
using Outthink.Evaluation.Runs.Storage;
using Outthink.Evaluation.Suites;
using Outthink.Evaluation.Tuning;
using Outthink.Planning;
using Outthink.Search;

namespace Outthink.Cli.Commands;

/// <summary><c>outthink tune</c>: measures what searching buys for one policy with one reward model, and writes a profile.</summary>
internal sealed class TuneCommand
{
    readonly Option<string?> policy = new("--policy", "-p") { Description = "Policy, by name or GGUF file [default: the catalogue's]", HelpName = "P" };
    readonly Option<string?> prm = new("--prm", "-r") { Description = "Reward model, by name or file; \"none\" tunes without one [default: the catalogue's]", HelpName = "R" };
    readonly Option<int> samples = new("--samples", "-n") { Description = "Largest N that is tried", HelpName = "N", DefaultValueFactory = _ => 64, Validators = { r => { if (r.GetValueOrDefault<int>() < 4) r.AddError("--samples: give at least 4"); } } };
    readonly Option<int[]> budgets = new("--budgets") { Description = "Values of N that are tried [default: 1 and 4, 8, 16, … up to --samples]", HelpName = "N…", AllowMultipleArgumentsPerToken = true, Validators = { r => { if (r.GetValueOrDefault<int[]>()?.Any(n => n < 1) ?? false) r.AddError("--budgets: give whole numbers of at least 1"); } } };
    readonly Option<SearchStrategy[]> strategies = StrategyOption.Many();
    readonly Option<string> work = new("--work") { Description = "Folder for the runs measured so far; the same command goes on with them", HelpName = "DIR", DefaultValueFactory = _ => Path.Combine("artifacts", "tuning") };
    readonly Option<double?> watts = WattsOption.Create();
    readonly Option<FileInfo?> output = new("--out", "-o") { Description = "The profile's file [default: beside the policy's weights]", HelpName = "FILE" };
    readonly Option<bool> json = JsonOption.Create();
    readonly SuiteFlags suite = new();
    readonly SearchFlags search = new();
    readonly EngineFlags engine = new();
    readonly ModelFolder models;
    readonly Terminal terminal;

    TuneCommand(Terminal terminal, ModelFolder models)
    {
        (this.terminal, this.models) = (terminal, models);
        strategies.Description = "Strategies that are tried, several allowed [default: majority without a PRM, else best-of-n, beam and dvts]";
        strategies.HelpName = "majority|best-of-n|beam|dvts";
    }

    public static Command Create(Terminal terminal, ModelFolder models) => new TuneCommand(terminal, models).Build();

    CheckedCommand Build()
    {
        CheckedCommand command = new("tune", "Measures strategies and budgets by difficulty for one policy and one PRM, and writes a profile for --strategy auto.");
        foreach (Option option in (Option[])[.. suite.All, policy, prm, samples, budgets, strategies, .. search.All, output, work, watts, engine.Threads, json]) command.Add(option);
        command.AddCheck(suite.Check);
        command.AddCheck(given => Tactics(given).IsEmpty ? ["--strategy and --budgets leave nothing to try: majority is for policies without a PRM, best-of-n, beam and dvts for those with one; beam takes an N of at least 8, dvts of at least 4"] : []);
        command.AddModelCheck(models, given => WithoutPrm(given)
            ? [(ModelRole.Policy, given.GetValue(policy))]
            : [(ModelRole.Policy, given.GetValue(policy)), (ModelRole.Prm, given.GetValue(prm))]);
        command.SetAction(RunAsync);
        return command;
    }

    ImmutableArray<Tactic> Tactics(CommandResult given)
    {
        IEnumerable<int> budget = given.GetValue(budgets) is { Length: > 0 } named ? named : TuningOptions.SamplesUpTo(given.GetValue(samples));
        string[] wanted = [.. (given.GetValue(strategies) ?? []).Select(s => s.Name)];
        return [.. TuningOptions.TacticsOf(budget, !WithoutPrm(given)).Where(t => wanted.Length == 0 || wanted.Contains(t.Strategy))];
    }

    bool WithoutPrm(CommandResult given) => given.GetValue(prm) == "none";

    async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        CommandResult given = parsed.CommandResult;
        Suite problems = await suite.ReadAsync(given, cancellationToken);
        ModelCatalog catalog = models.Catalog(given);
        ModelCard policyCard = catalog.Find(ModelRole.Policy, given.GetValue(policy));
        ModelCard? prmCard = WithoutPrm(given) ? null : catalog.Find(ModelRole.Prm, given.GetValue(prm));
        EngineOptions options = engine.Read(given);
        await using LoadedModels loaded = new(options);
        EnergyMeter? energy = EnergyMeter.Find(given.GetValue(watts), TimeProvider.System);
        string name = $"{policyCard.Name}{(prmCard is null ? "" : "+" + prmCard.Name)}";
        string folder = Directory.CreateDirectory(given.GetValue(work)!).FullName;
        List<string> files = [];
        ProgressLine progress = new(terminal, TimeProvider.System);
        ulong seed = given.GetValue(suite.Seed);
        ModelIdentity[] identities = [ModelContent.Of(policyCard), .. prmCard is null ? [] : new[] { ModelContent.Of(prmCard) }];
        Machine machine = Machine.OfThis(ProgramVersion.Full, options.Threads);
        string Kept(string part)
        {
            files.Add(Path.Combine(folder, $"{name}.{part}"));
            return files[^1];
        }
        RunConfiguration Configuration(Suite some, ImmutableArray<RowPlan> rows, SearchOptions difficulty) => RunConfiguration.Of(some, rows, difficulty, seed, ProgramVersion.Number, identities);
        TuningRun run = new()
        {
            Policy = loaded.Policy(policyCard),
            Prm = prmCard is null ? null : loaded.Prm(prmCard),
            Suite = problems,
            Options = new()
            {
                Tactics = Tactics(given),
                Search = search.Read(given) with { Seed = seed },
            },
            Energy = energy,
            OpenFile = (part, some, rows, difficulty) =>
                RunFile.Start(Kept(part + ".sqlite"), Configuration(some, rows, difficulty), some, machine, energy?.Source, TimeProvider.System.GetUtcNow()),
            OpenTimings = (all, rows, difficulty) => TimingLog.Open(Kept("seconds.jsonl"), Configuration(all, rows, difficulty), machine),
            OnProgress = (what, share) => progress.Report(() => $"tune {100 * share:f0} %  {what}"),
        };
        TuningResult result;
        try
        {
            result = await run.RunAsync(cancellationToken);
        }
        catch (RunMismatchException e)
        {
            throw new UsageException($"--work: {e.Message}");
        }
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
            ?? Path.Combine(Path.GetDirectoryName(policyCard.File)!, name + ProfileFile.Extension);
        await File.WriteAllTextAsync(path, ProfileFile.Write(profile), cancellationToken);
        files.ForEach(File.Delete); // what they held is in the profile
        progress.Finish($"The profile is in {path}");
        if (given.GetValue(json)) terminal.Out.Write(ProfileFile.Write(profile));
        else ProfileTable.Write(result, terminal);
        return ExitCode.Success;
    }
}
