using System.CommandLine;
using System.CommandLine.Parsing;
using Outthink.Backends.ModelCards;
using Outthink.Cli.Options;
using Outthink.Cli.Rendering;
using Outthink.Evaluation.Reports;
using Outthink.Evaluation.RewardModels;
using Outthink.Evaluation.Suites;
using Outthink.Scoring;

namespace Outthink.Cli.Commands;

/// <summary><c>outthink prm study</c>: how reward models err on labelled steps.</summary>
internal sealed class PrmStudyCommand
{
    readonly Option<string[]> policies = new("--policy", "-p") { Description = "Policies whose rollouts are judged [default: the catalogue's]", HelpName = "P…", AllowMultipleArgumentsPerToken = true };
    readonly Option<string[]> prms = new("--prm", "-r") { Description = "Reward models [default: all of the catalogue]", HelpName = "R…", AllowMultipleArgumentsPerToken = true };
    readonly Option<FileInfo?> traces = new("--traces") { Description = "Judge labelled solutions instead: JSON lines with \"problem\", \"steps\" and \"first_error\" (-1 for none)", HelpName = "FILE" };
    readonly Option<int> rollouts = CountOption.Of("--rollouts", "Rollouts a problem; they are also the candidates of the votes", "K", 8, most: 4096);
    readonly Option<double> temperature = new("--temperature", "-t") { Description = "Sampling temperature of the rollouts", HelpName = "T", DefaultValueFactory = _ => 1.0 };
    readonly Option<int> maxTokens = CountOption.Of("--max-tokens", "Most new tokens of one rollout", "K", new SearchOptions().MaxTokens, most: 1 << 20);
    readonly Option<Aggregation?> aggregation = ChoiceOption.Of<Aggregation>("--aggregate", "How a solution's step scores become one number where length bias is measured [default: last]");
    readonly Option<bool> json = JsonOption.Create();
    readonly SuiteFlags suite = new();
    readonly EngineFlags engine = new();
    readonly ModelFolder models;
    readonly Terminal terminal;

    PrmStudyCommand(Terminal terminal, ModelFolder models) => (this.terminal, this.models) = (terminal, models);

    public static Command Create(Terminal terminal, ModelFolder models) => new PrmStudyCommand(terminal, models).Build();

    CheckedCommand Build()
    {
        CheckedCommand command = new("study", "How reward models err on labelled steps: first errors, calibration, over-criticism, error neglect, length bias, voting rules.");
        foreach (Option option in (Option[])[prms, policies, .. suite.All, traces, rollouts, temperature, maxTokens, aggregation, .. engine.All, json]) command.Add(option);
        command.AddCheck(suite.Check);
        command.AddCheck(CheckTraces);
        command.AddCheck(given => given.GetValue(temperature) is > 0 and < double.PositiveInfinity ? [] : ["--temperature: give a number above 0; greedy rollouts would all be the same"]);
        command.AddModelCheck(models, given => [.. Names(given, prms).Select(r => (ModelRole.Prm, r)), .. IsOfTraces(given) ? [] : Names(given, policies).Select(p => (ModelRole.Policy, p))]);
        command.SetAction(RunAsync);
        return command;
    }

    IEnumerable<string> CheckTraces(CommandResult given)
    {
        if (given.GetValue(traces) is not { } file) yield break;
        if (!file.Exists) yield return $"--traces: there is no file '{file}'";
        foreach (Option option in (Option[])[policies, suite.Suite, suite.Limit, suite.Seed, rollouts])
            if (given.GetResult(option) is { Implicit: false }) yield return $"{option.Name}: the solutions come from --traces; leave out one of the two";
    }

    bool IsOfTraces(CommandResult given) => given.GetValue(traces) is not null;

    async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        CommandResult given = parsed.CommandResult;
        ModelCatalog catalog = models.Catalog(given);
        ModelCard[] prmCards = given.GetValue(prms) is { Length: > 0 } ? ModelFolder.Find(catalog, ModelRole.Prm, Names(given, prms)) : [.. catalog.Cards.Where(c => c.Role == ModelRole.Prm)];
        PrmStudyReport report = given.GetValue(traces) is { } file
            ? await OfTracesAsync(given, file, prmCards, cancellationToken)
            : await OfSuiteAsync(given, ModelFolder.Find(catalog, ModelRole.Policy, Names(given, policies)), prmCards, cancellationToken);
        if (given.GetValue(json)) terminal.Out.WriteLine(ReportText.Of(report));
        else PrmStudyTables.Write(report, terminal);
        return ExitCode.Success;
    }

    async Task<PrmStudyReport> OfTracesAsync(CommandResult given, FileInfo file, ModelCard[] prmCards, CancellationToken cancellationToken)
    {
        using FileStream stream = file.OpenRead();
        (var solutions, int unlabelled) = LabelledSolutionReader.Read(stream, file.Name);
        await using LoadedModels loaded = new(engine.Read(given));
        ProgressLine progress = new(terminal, TimeProvider.System);
        var results = await Study(given, loaded, prmCards, progress, "solutions").RunAsync(solutions, cancellationToken);
        progress.Finish($"{prmCards.Length} reward models, {solutions.Length} solutions");
        return new() { Source = file.Name, LengthUnit = "characters", Aggregation = Aggregated(given), Unlabelled = unlabelled, Rows = [.. results.Select(PrmStudyRow.Of)] };
    }

    async Task<PrmStudyReport> OfSuiteAsync(CommandResult given, ModelCard[] policyCards, ModelCard[] prmCards, CancellationToken cancellationToken)
    {
        Suite problems = await suite.ReadAsync(given, cancellationToken);
        SearchOptions options = new()
        {
            Samples = given.GetValue(rollouts),
            Sampling = new() { Temperature = given.GetValue(temperature) },
            MaxTokens = given.GetValue(maxTokens),
            Seed = given.GetValue(suite.Seed),
        };
        await using LoadedModels loaded = new(engine.Read(given));
        ProgressLine progress = new(terminal, TimeProvider.System);
        var results = await Study(given, loaded, prmCards, progress, "problems").RunAsync(problems, [.. policyCards.Select(loaded.Policy)], options, cancellationToken);
        progress.Finish($"{policyCards.Length} policies, {prmCards.Length} reward models, {problems.Items.Length} problems");
        return new() { Source = problems.Name, Seed = options.Seed, LengthUnit = "tokens", Aggregation = Aggregated(given), Rows = [.. results.Select(PrmStudyRow.Of)] };
    }

    PrmStudy Study(CommandResult given, LoadedModels loaded, ModelCard[] prmCards, ProgressLine progress, string what) => new()
    {
        Prms = [.. prmCards.Select(loaded.Prm)],
        Aggregation = Aggregated(given),
        OnProgress = (done, all) => progress.Report(() => $"{done}/{all} {what}"),
    };

    Aggregation Aggregated(CommandResult given) => given.GetValue(aggregation) ?? Aggregation.Last;

    /// <summary>The names given; a null, which stands for the default, when there are none.</summary>
    static IEnumerable<string?> Names(CommandResult given, Option<string[]> option) => given.GetValue(option) is { Length: > 0 } names ? names.Distinct().Cast<string?>() : [null];
}
