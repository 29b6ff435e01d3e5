using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Outthink.Backends.ModelCards;
using Outthink.Cli.Options;
using Outthink.Cli.Rendering;
using Outthink.Evaluation.Energy;
using Outthink.Evaluation.Reports;
using Outthink.Evaluation.Runs;
using Outthink.Evaluation.Runs.Storage;
using Outthink.Evaluation.Suites;
using Outthink.Search;

namespace Outthink.Cli.Commands;

/// <summary><c>outthink eval</c>: policies × strategies × reward models × N × seeds over a suite.</summary>
internal sealed class EvalCommand
{
    readonly Option<string[]> policies = new("--policy", "-p") { Description = "Policies by name, GGUF file or model folder, several allowed [default: the catalogue's]", HelpName = "P…", AllowMultipleArgumentsPerToken = true };
    readonly Option<string[]> prms = new("--prm", "-r") { Description = "Reward models alike, several allowed [default: the catalogue's]", HelpName = "R…", AllowMultipleArgumentsPerToken = true };
    readonly Option<SearchStrategy[]> strategies = StrategyOption.Many();
    readonly Option<int[]> samples = ChoiceOption.Many<int>("--samples", TryReadCount, "a whole number above 0");
    readonly Option<ulong[]> samplingSeeds = ChoiceOption.Many<ulong>("--sampling-seed", TryReadSeed, "a whole number");
    readonly Option<int> difficultySamples = new("--difficulty-samples")
    {
        Description = "Samples a problem, apart from all rows, that sort problems into easy, medium and hard for each policy; 0 for none",
        HelpName = "K",
        DefaultValueFactory = _ => 16,
        Validators = { r => { if (r.GetValueOrDefault<int>() < 0) r.AddError("--difficulty-samples: give 0 or more"); } },
    };
    readonly Option<bool> compare = new("--compare") { Description = "Add McNemar's exact test of every search against every policy's CoT" };
    readonly Option<FileInfo?> candidates = new("--candidates") { Description = "Write every candidate to FILE, one JSON line each, so that anyone can recount", HelpName = "FILE" };
    readonly Option<int?> concurrency = new("--concurrency")
    {
        Description = "Problems in flight; the results do not depend on it [default: adapts to N]",
        HelpName = "K",
        Validators = { r => { if (r.GetValueOrDefault<int?>() is < 1) r.AddError("--concurrency: give at least 1"); } },
    };
    readonly Option<bool> json = JsonOption.Create();
    readonly SuiteFlags suite = new();
    readonly SearchFlags search = new();
    readonly AutoFlags auto;
    readonly RunFlags storing;
    readonly ThinkingFlags thinking = new();
    readonly EngineFlags engine = new();
    readonly ModelFolder models;
    readonly Terminal terminal;

    EvalCommand(Terminal terminal, ModelFolder models)
    {
        (this.terminal, this.models) = (terminal, models);
        Option<double?> watts = WattsOption.Create();
        (auto, storing) = (new(watts), new(watts));
        samples.Aliases.Add("-n");
        samples.Description = "N: generations per round, several values allowed";
        samples.HelpName = "N…";
        samples.DefaultValueFactory = _ => [new SearchOptions().Samples];
        samplingSeeds.Description = "Sampling seeds, several allowed: each gives its rows on the same problems [default: --seed]";
        samplingSeeds.HelpName = "S…";
    }

    public static Command Create(Terminal terminal, ModelFolder models) => new EvalCommand(terminal, models).Build();

    CheckedCommand Build()
    {
        CheckedCommand command = new("eval", "Runs policies and searches over a suite; rows are ordered by policy, strategy, PRM, N and seed.");
        foreach (Option option in (Option[])[.. suite.All, samplingSeeds, policies, prms, strategies, samples, .. search.All, .. auto.Budgets, difficultySamples, compare, candidates, .. thinking.All, .. storing.All, concurrency, .. engine.All, json])
            command.Add(option);
        command.AddCheck(suite.Check);
        command.AddCheck(auto.Check);
        command.AddCheck(given => PolicyCards(given).SelectMany(card => Strategies(given).SelectMany(s => thinking.Check(given, card, s))).Take(1));
        command.AddCheck(given => storing.IsGiven(given) && given.GetValue(engine.Quantize) is not null ? ["--run keeps what models are by their files: leave out --quantize, and convert the model with 'outthink models convert'"] : []);
        command.AddCheck(given => Plan(given, ["policy"], ["prm"]).Validate());
        command.AddModelCheck(models, given => [.. Named(given, policies).Select(p => (ModelRole.Policy, p)), .. NeedsPrm(given) ? Named(given, prms).Select(r => (ModelRole.Prm, r)) : []]);
        command.SetAction(RunAsync);
        return command;
    }

    async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        CommandResult given = parsed.CommandResult;
        Suite problems = await suite.ReadAsync(given, cancellationToken);
        ModelCatalog catalog = models.Catalog(given);
        ModelCard[] policyCards = [.. ModelFolder.Find(catalog, ModelRole.Policy, Named(given, policies)).Select(card => thinking.Apply(given, card))];
        ModelCard[] prmCards = NeedsPrm(given) ? ModelFolder.Find(catalog, ModelRole.Prm, Named(given, prms)) : [];
        Grid grid = Plan(given, [.. policyCards.Select(c => c.Name)], [.. prmCards.Select(c => c.Name)]);

        SearchOptions? difficulty = given.GetValue(difficultySamples) is > 0 and var k ? grid.Options with { Samples = k, Seed = grid.Seeds[0] } : null;
        ImmutableArray<RowPlan> rows = [.. grid.Rows().Select(row => Planned(row, given, catalog, policyCards, prmCards))];

        EnergyMeter? energy = storing.Meter(given);
        using RunFile? file = storing.Start(
            given, problems, models => RunConfiguration.Of(problems, rows, difficulty, given.GetValue(suite.Seed), ProgramVersion.Number, models), [.. policyCards, .. prmCards], engine.Read(given), energy);
        if (file is { DoneAtStart: > 0 }) terminal.Error.WriteLine($"{file.Path}: going on after {file.DoneAtStart} of {file.Total} problems");
        await using LoadedModels loaded = new(engine.Read(given));
        await using StreamWriter? candidateFile = given.GetValue(candidates)?.CreateText();
        ProgressLine progress = new(terminal, TimeProvider.System);
        Dictionary<string, long> parameters = policyCards.Concat(prmCards).GroupBy(c => c.Name).ToDictionary(g => g.Key, g => g.Max(c => c.Parameters));
        EvaluationRun run = new()
        {
            Suite = problems,
            Rows = rows,
            Policies = policyCards.ToDictionary(c => c.Name, c => (Policy)loaded.Policy(c)),
            Prms = prmCards.ToDictionary(c => c.Name, c => (ProcessRewardModel)loaded.Prm(c)),
            DifficultyOptions = difficulty,
            File = file,
            Energy = energy,
            Concurrency = given.GetValue(concurrency),
            CostOf = plan => plan.Samples * (double)(1 + parameters[plan.Policy] + (plan.Prm is null ? 0 : parameters[plan.Prm])),
            OnProgress = p => progress.Report(() => ProgressText.Of(p)),
            OnVerdict = candidateFile is null ? null : (row, plan, item, verdict) =>
            {
                foreach (CandidateRecord record in CandidateRecord.Of(row, plan, item, verdict)) candidateFile.Write(ReportText.Of(record) + "\n");
            },
        };
        EvaluationResult result = await run.RunAsync(cancellationToken);
        progress.Finish($"{(result.IsCancelled ? "cancelled: " : "")}{result.Rows.Length} of {run.Rows.Length} rows, {problems.Items.Length} problems");

        EvaluationReport report = EvaluationReport.Of(result, given.GetValue(suite.Seed), given.GetValue(compare)) with { Energy = energy?.Source };
        if (given.GetValue(json)) terminal.Out.WriteLine(ReportText.Of(report));
        else EvaluationTable.Write(report, terminal);
        return result.IsCancelled ? ExitCode.Cancelled : ExitCode.Success;
    }

    /// <summary>A row of "auto" with the selector of its models; every other row as it is.</summary>
    RowPlan Planned(RowPlan row, CommandResult given, ModelCatalog catalog, ModelCard[] policyCards, ModelCard[] prmCards)
    {
        ModelCard policy = policyCards.First(c => c.Name == row.Policy);
        (SearchStrategy strategy, string? remark) = auto.Resolve(given, row.Strategy, catalog, policy,
            prmCards.FirstOrDefault(c => c.Name == row.Prm), row.Options.Samples, isTotal: false);
        if (remark is not null) terminal.Error.WriteLine(remark);
        return row with { Strategy = strategy, Options = search.Read(given, policy) with { Samples = row.Options.Samples, Seed = row.Options.Seed } };
    }

    Grid Plan(CommandResult given, ImmutableArray<string> policyNames, ImmutableArray<string> prmNames) => new()
    {
        Policies = policyNames,
        Prms = prmNames,
        Strategies = Strategies(given),
        Samples = [.. given.GetValue(samples)!.Distinct()],
        Seeds = given.GetValue(samplingSeeds) is { Length: > 0 } seeds ? [.. seeds.Distinct()] : [given.GetValue(suite.Seed)],
        Options = search.Read(given),
    };

    ImmutableArray<SearchStrategy> Strategies(CommandResult given) =>
        given.GetValue(strategies) is { Length: > 0 } named ? [.. named.Distinct()]
        : PolicyCards(given).Any(card => card.Thinking is not null) && !thinking.IsGuided(given) ? [.. SearchStrategy.All.Where(s => !s.NeedsRewardModel)]
        : SearchStrategy.All;

    IEnumerable<ModelCard> PolicyCards(CommandResult given) =>
        Named(given, policies).Select(name => models.TryFind(given, ModelRole.Policy, name)).OfType<ModelCard>();

    bool NeedsPrm(CommandResult given) => Strategies(given).Any(s => s.NeedsRewardModel);

    /// <summary>The names given; a null, which stands for the default, when there are none.</summary>
    static IEnumerable<string?> Named(CommandResult given, Option<string[]> option) =>
        given.GetValue(option) is { Length: > 0 } names ? names.Distinct().Cast<string?>() : [null];

    static bool TryReadCount(string word, out int count) => int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out count) && count > 0;

    static bool TryReadSeed(string word, out ulong seed) => ulong.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out seed);
}
