using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Outthink.Backends.ModelCards;
using Outthink.Cli.Options;
using Outthink.Cli.Rendering;
using Outthink.Evaluation.Reports;
using Outthink.Evaluation.RewardModels;
using Outthink.Evaluation.Suites;

namespace Outthink.Cli.Commands;

/// <summary><c>outthink prm evaluate</c>: every reward model on every policy's rollouts, against exact step labels.</summary>
internal sealed class PrmEvaluateCommand
{
    readonly Option<string[]> policies = new("--policy", "-p") { Description = "Policies whose rollouts are judged [default: all of the catalogue]", HelpName = "P…", AllowMultipleArgumentsPerToken = true };
    readonly Option<string[]> prms = new("--prm", "-r") { Description = "Reward models [default: all of the catalogue]", HelpName = "R…", AllowMultipleArgumentsPerToken = true };
    readonly Option<int> limit = Count("--limit", "K", "Problems drawn from the arithmetic suite", 200);
    readonly Option<int> calibration = Count("--calibration", "K", "Other problems, on which each reward model's threshold is chosen", 100);
    readonly Option<int> rollouts = Count("--rollouts", "K", "Rollouts a problem", 2);
    readonly Option<double> temperature = new("--temperature", "-t") { Description = "Sampling temperature of the rollouts", HelpName = "T", DefaultValueFactory = _ => 1.0 };
    readonly Option<int> maxTokens = Count("--max-tokens", "K", "Most new tokens of one rollout", new SearchOptions().MaxTokens);
    readonly Option<ulong> seed = new("--seed") { Description = "Draws the problems and the rollouts", HelpName = "S", DefaultValueFactory = _ => 0 };
    readonly Option<bool> json = JsonOption.Create();
    readonly EngineFlags engine = new();
    readonly ModelFolder models;
    readonly Terminal terminal;

    PrmEvaluateCommand(Terminal terminal, ModelFolder models) => (this.terminal, this.models) = (terminal, models);

    public static Command Create(Terminal terminal, ModelFolder models) => new PrmEvaluateCommand(terminal, models).Build();

    CheckedCommand Build()
    {
        CheckedCommand command = new("evaluate", "AUC and first-error F1 of reward models on rollouts of the arithmetic suite, up to each rollout's first error.");
        foreach (Option option in (Option[])[policies, prms, limit, calibration, rollouts, temperature, maxTokens, seed, .. engine.All, json]) command.Add(option);
        command.AddModelCheck(models, given => [.. Given(given, policies).Select(p => (ModelRole.Policy, (string?)p)), .. Given(given, prms).Select(r => (ModelRole.Prm, (string?)r))]);
        command.AddCheck(given => given.GetValue(temperature) is > 0 and < double.PositiveInfinity ? [] : ["--temperature: give a number above 0; greedy rollouts would all be the same"]);
        command.SetAction(RunAsync);
        return command;
    }

    async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        CommandResult given = parsed.CommandResult;
        ModelCatalog catalog = models.Catalog(given);
        ModelCard[] policyCards = Cards(catalog, ModelRole.Policy, Given(given, policies));
        ModelCard[] prmCards = Cards(catalog, ModelRole.Prm, Given(given, prms));
        int count = given.GetValue(limit);
        Suite drawn = Suite.DrawArithmetic(given.GetValue(seed), count + given.GetValue(calibration));

        await using LoadedModels loaded = new(engine.Read(given));
        ProgressLine progress = new(terminal, TimeProvider.System);
        PrmEvaluation evaluation = new()
        {
            Suite = drawn.Take(count),
            Calibration = drawn with { Items = drawn.Items[count..] },
            Policies = [.. policyCards.Select(loaded.Policy)],
            Prms = [.. prmCards.Select(loaded.Prm)],
            Options = new() { Samples = given.GetValue(rollouts), Sampling = new() { Temperature = given.GetValue(temperature) }, MaxTokens = given.GetValue(maxTokens), Seed = given.GetValue(seed) },
            OnProgress = (done, all) => progress.Report(() => $"{done}/{all} problems"),
        };
        var results = await evaluation.RunAsync(cancellationToken);
        progress.Finish($"{policyCards.Length} policies, {prmCards.Length} reward models, {count} problems");

        PrmReport report = new() { Suite = drawn.Name, Seed = given.GetValue(seed), Rows = [.. results.Select(PrmRowReport.Of)] };
        if (given.GetValue(json)) terminal.Out.WriteLine(ReportText.Of(report));
        else Print(report);
        return ExitCode.Success;
    }

    void Print(PrmReport report)
    {
        TextTable table = new("policy", "PRM", "rollouts", "with an error", "steps", "AUC", "F1 %", "on wrong %", "on right %", "threshold", "seconds");
        foreach (PrmRowReport row in report.Rows)
        {
            table.Add(row.Policy, row.Prm, $"{row.Rollouts}", $"{row.Wrong}", $"{row.Steps}", row.Auc?.ToString("0.000", CultureInfo.InvariantCulture) ?? "",
                Numbers.Percent(row.F1), Numbers.Percent(row.OnWrong), Numbers.Percent(row.OnRight), Numbers.Score(row.Threshold), row.Seconds.ToString("0.0", CultureInfo.InvariantCulture));
        }
        table.WriteTo(terminal);
        terminal.Out.WriteLine("Steps up to and including each rollout's first error; F1 as in ProcessBench, threshold chosen on other problems.");
    }

    static string[] Given(CommandResult given, Option<string[]> option) => given.GetValue(option) ?? [];

    static ModelCard[] Cards(ModelCatalog catalog, ModelRole role, string[] names) => names.Length == 0
        ? [.. catalog.Cards.Where(c => c.Role == role)]
        : ModelFolder.Find(catalog, role, names);

    static Option<int> Count(string name, string helpName, string description, int byDefault) => new(name)
    {
        Description = description,
        HelpName = helpName,
        DefaultValueFactory = _ => byDefault,
        Validators = { r => { if (r.GetValueOrDefault<int>() < 1) r.AddError($"{name}: give at least 1"); } },
    };
}
