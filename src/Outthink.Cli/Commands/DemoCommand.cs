using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;
using Outthink.Answers;
using Outthink.Backends.ModelCards;
using Outthink.Cli.Json;
using Outthink.Cli.Options;
using Outthink.Cli.Rendering;
using Outthink.Evaluation.Reports;
using Outthink.Evaluation.Runs;
using Outthink.Evaluation.Suites;
using Outthink.Search;

namespace Outthink.Cli.Commands;

/// <summary><c>outthink demo</c>: one search to watch, then the smallest and the default policy with search beside the larger ones without.</summary>
internal sealed class DemoCommand
{
    /// <summary>Apart from the seeds that examples elsewhere use.</summary>
    const ulong Seed = 2024;

    /// <summary>Problems looked through for one to show.</summary>
    const int ExamplesTried = 30;

    static readonly SearchOptions Options = new() { Samples = 16, Seed = Seed };

    readonly Option<int> limit = new("--limit")
    {
        Description = "Held-out problems for the table",
        HelpName = "K",
        DefaultValueFactory = _ => 500,
        Validators = { r => { if (r.GetValueOrDefault<int>() < 1) r.AddError("--limit: give at least 1"); } },
    };

    readonly Option<bool> json = JsonOption.Create();
    readonly EngineFlags engine = new();
    readonly ModelFolder models;
    readonly Terminal terminal;

    DemoCommand(Terminal terminal, ModelFolder models) => (this.terminal, this.models) = (terminal, models);

    public static Command Create(Terminal terminal, ModelFolder models) => new DemoCommand(terminal, models).Build();

    CheckedCommand Build()
    {
        CheckedCommand command = new("demo", "A small model outthinks larger ones: a search to watch, then a table. Takes a minute or two.") { limit, engine.Threads, json };
        command.AddModelCheck(models, _ => [(ModelRole.Policy, null), (ModelRole.Prm, null)]);
        command.SetAction(RunAsync);
        return command;
    }

    async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        CommandResult given = parsed.CommandResult;
        bool isJson = given.GetValue(json);
        ModelCatalog catalog = models.Catalog(given);
        ImmutableArray<ModelCard> ladder = [.. catalog.Cards.Where(c => c is { Role: ModelRole.Policy, Control: false })];
        ModelCard main = catalog.DefaultPolicy, prm = catalog.DefaultPrm;
        ladder = ladder.Contains(main) ? ladder : ladder.Add(main);
        Suite suite = Suite.DrawArithmetic(Seed, given.GetValue(limit));

        await using LoadedModels loaded = new(engine.Read(given));
        Policy policy = loaded.Policy(main);
        ProcessRewardModel judge = loaded.Prm(prm);
        if (!isJson) await ShowExampleAsync(suite, policy, judge, cancellationToken);

        ProgressLine progress = new(terminal, TimeProvider.System);
        EvaluationRun run = new()
        {
            Suite = suite,
            Rows = Rows(main, prm, ladder),
            Policies = ladder.ToDictionary(c => c.Name, c => c == main ? policy : loaded.Policy(c)),
            Prms = new Dictionary<string, ProcessRewardModel> { [prm.Name] = judge },
            CostOf = plan => plan.Samples * (double)(catalog.Find(ModelRole.Policy, plan.Policy).Parameters + (plan.Prm is null ? 0 : prm.Parameters) + 1),
            OnProgress = p => progress.Report(() => ProgressText.Of(p)),
        };
        EvaluationResult result = await run.RunAsync(cancellationToken);
        progress.Finish($"{result.Rows.Length} of {run.Rows.Length} rows done");
        DemoReport report = new()
        {
            Suite = suite.Name,
            Seed = Seed,
            Rows = [.. result.Rows.Select(RowReport.Of).Select(r => DemoRow.Of(r, catalog.Find(ModelRole.Policy, r.Policy).Parameters, r.Prm is null ? 0 : prm.Parameters))],
        };
        if (isJson) terminal.Out.WriteJson(report);
        else DemoTable.Write(report, terminal);
        return result.IsCancelled ? ExitCode.Cancelled : ExitCode.Success;
    }

    /// <summary>Every policy alone, from small to large; the smallest and the default one also with each search.</summary>
    static ImmutableArray<RowPlan> Rows(ModelCard main, ModelCard prm, ImmutableArray<ModelCard> ladder) =>
    [
        .. ladder.SelectMany(c => (RowPlan[])
        [
            RowPlan.Of(c.Name, null, new ChainOfThought(), Options),
            .. c == ladder[0] || c == main
                ? SearchStrategy.All.Where(s => s.NeedsRewardModel).Select(s => RowPlan.Of(c.Name, prm.Name, s, Options))
                : [],
        ]),
    ];

    /// <summary>Shows beam search on a problem that the policy gets wrong on its own: the first that search gets right, where there is one.</summary>
    async Task ShowExampleAsync(Suite suite, Policy policy, ProcessRewardModel judge, CancellationToken cancellationToken)
    {
        if (await FindExampleAsync(suite, policy, judge, cancellationToken) is var (item, alone, isSolved))
        {
            Problem problem = Ask(item);
            SolveView view = new(terminal, RowPlan.Of(policy.Name, judge.Name, new BeamSearch(), Options));
            terminal.Out.WriteLine($"The first problem from level 3 up that {policy.Name} gets wrong on its own{(isSolved ? " and right with search" : "")}:");
            terminal.Out.WriteLine();
            view.Begin(problem);
            view.End(await view.ShowAsync(show => new BeamSearch().SearchAsync(problem, policy, judge, Options, show, cancellationToken)), alone, item.Answer);
            terminal.Out.WriteLine();
        }
        terminal.Out.WriteLine($"Now {suite.Items.Length} held-out problems: every policy alone, from small to large, the smallest and {policy.Name} also with search.");
        terminal.Out.WriteLine();
    }

    static async Task<(SuiteItem Item, Verdict Alone, bool IsSolved)?> FindExampleAsync(Suite suite, Policy policy, ProcessRewardModel judge, CancellationToken cancellationToken)
    {
        (SuiteItem, Verdict, bool)? first = null;
        foreach (SuiteItem item in suite.Items.Take(ExamplesTried).Where(i => i.Level is not ("1" or "2")))
        {
            Verdict alone = await new ChainOfThought().SearchAsync(Ask(item), policy, null, Options, cancellationToken: cancellationToken);
            if (IsRight(item, alone)) continue;
            Verdict searched = await new BeamSearch().SearchAsync(Ask(item), policy, judge, Options, cancellationToken: cancellationToken);
            if (IsRight(item, searched)) return (item, alone, true);
            first ??= (item, alone, false);
        }
        return first;
    }

    static Problem Ask(SuiteItem item) => new() { Id = item.Id, Text = item.Problem };

    static bool IsRight(SuiteItem item, Verdict verdict) => verdict.Answer is { } answer && AnswerEquality.Grade(item.Answer, answer).IsEqual;
}
