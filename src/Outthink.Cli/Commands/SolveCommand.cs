using System.CommandLine;
using System.CommandLine.Parsing;
using Outthink.Backends.ModelCards;
using Outthink.Cli.Json;
using Outthink.Cli.Options;
using Outthink.Cli.Rendering;
using Outthink.Evaluation.Runs;
using Outthink.Evaluation.Suites;
using Outthink.Planning;
using Outthink.Search;
using Outthink.Tracing;

namespace Outthink.Cli.Commands;

/// <summary><c>outthink solve</c>: searches one problem before one's eyes.</summary>
internal sealed class SolveCommand
{
    /// <summary>The built-in example is this one of the arithmetic suite's problems: level 3.</summary>
    const int ExampleIndex = 2;

    static readonly SearchStrategy DefaultStrategy = new BeamSearch();

    readonly Argument<string?> problem = new("problem")
    {
        Description = "The problem; - reads it from standard input; without one, a held-out arithmetic problem is drawn by the seed",
        Arity = ArgumentArity.ZeroOrOne,
    };

    readonly Option<string?> policy = new("--policy", "-p") { Description = "Policy, by name, GGUF file or model folder; CARD=PATH says which built-in card it has [default: the catalogue's]", HelpName = "P" };
    readonly Option<string?> prm = new("--prm", "-r") { Description = "Reward model, alike [default: the catalogue's]", HelpName = "R" };
    readonly Option<SearchStrategy?> strategy = StrategyOption.One(DefaultStrategy.Name);
    readonly Option<int> samples = new("--samples", "-n") { Description = "N: generations per round", HelpName = "N", DefaultValueFactory = _ => new SearchOptions().Samples };
    readonly Option<ulong> seed = new("--seed") { Description = "Seed of sampling, and of the example", HelpName = "S", DefaultValueFactory = _ => 0 };
    readonly Option<FileInfo?> trace = new("--trace") { Description = "Write the search's events to FILE, one JSON line each", HelpName = "FILE" };
    readonly Option<int?> deadline = new("--deadline")
    {
        Description = "Answer within MS milliseconds of the search's beginning with what was found by then, marked; CoT is not asked",
        HelpName = "MS",
    };
    readonly Option<bool> json = JsonOption.Create();
    readonly SearchFlags search = new();
    readonly Option<double?> watts = WattsOption.Create();
    readonly AutoFlags auto;
    readonly ThinkingFlags thinking = new();
    readonly EngineFlags engine = new();
    readonly ModelFolder models;
    readonly Terminal terminal;

    SolveCommand(Terminal terminal, ModelFolder models) => (this.terminal, this.models, auto) = (terminal, models, new(watts));

    public static Command Create(Terminal terminal, ModelFolder models) => new SolveCommand(terminal, models).Build();

    CheckedCommand Build()
    {
        CheckedCommand command = new("solve", "Searches one problem and shows the tree, the answer and what it cost.") { problem, policy, prm, strategy, samples };
        foreach (Option option in search.All.Concat(auto.Budgets).Append(watts).Append(auto.Explain)) command.Add(option);
        foreach (Option option in (Option[])[.. thinking.All, seed, deadline, trace, .. engine.All, json]) command.Add(option);
        command.AddCheck(Problem);
        command.AddCheck(result => Strategy(result).Validate(Options(result)));
        command.AddCheck(auto.Check);
        command.AddCheck(result => thinking.Check(result, PolicyCard(result), Strategy(result)));
        command.AddModelCheck(models, Models);
        command.SetAction(RunAsync);
        return command;
    }

    IEnumerable<string> Problem(CommandResult result)
    {
        if (result.GetResult(problem) is { Implicit: false } && string.IsNullOrWhiteSpace(result.GetValue(problem)))
            yield return "the problem is empty: give its text, - to read it from standard input, or leave it out for a built-in example";
    }

    IEnumerable<(ModelRole, string?)> Models(CommandResult result)
    {
        yield return (ModelRole.Policy, result.GetValue(policy));
        if (Strategy(result).NeedsRewardModel) yield return (ModelRole.Prm, result.GetValue(prm));
    }

    SearchStrategy Strategy(CommandResult result) =>
        result.GetValue(strategy) ?? (PolicyCard(result) is { Thinking: not null } && !thinking.IsGuided(result) ? new MajorityVote() : DefaultStrategy);

    ModelCard? PolicyCard(CommandResult result) => models.TryFind(result, ModelRole.Policy, result.GetValue(policy));

    SearchOptions Options(CommandResult result) => search.Read(result, PolicyCard(result)) with
    {
        Samples = result.GetValue(samples),
        Seed = result.GetValue(seed),
        Deadline = result.GetValue(deadline) is { } ms ? TimeSpan.FromMilliseconds(ms) : null,
    };

    async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        CommandResult given = parsed.CommandResult;
        (Problem question, string? reference) = await ReadProblemAsync(given, cancellationToken);
        ModelCatalog catalog = models.Catalog(given);
        SearchStrategy named = Strategy(given);
        ModelCard policyCard = thinking.Apply(given, catalog.Find(ModelRole.Policy, given.GetValue(policy)));
        ModelCard? prmCard = named.NeedsRewardModel ? catalog.Find(ModelRole.Prm, given.GetValue(prm)) : null;
        (SearchStrategy chosen, string? remark) = auto.Resolve(given, named, catalog, policyCard, prmCard, given.GetValue(samples), isTotal: true);
        if (remark is not null) terminal.Error.WriteLine(remark);
        RowPlan plan = RowPlan.Of(policyCard.Name, prmCard?.Name, chosen, Options(given));

        await using LoadedModels loaded = new(engine.Read(given));
        Policy proposer = loaded.Policy(policyCard);
        ProcessRewardModel? judge = prmCard is null ? null : loaded.Prm(prmCard);
        await using StreamWriter? traceFile = given.GetValue(trace)?.CreateText();
        SearchTrace? tracing = traceFile is null ? null : new(traceFile);

        bool isJson = given.GetValue(json);
        SolveView? view = isJson ? null : new(terminal, plan);
        view?.Begin(question);
        List<Decision> decisions = [];
        Task<Verdict> Search(Action<SearchEvent>? show) => chosen.SearchAsync(question, proposer, judge, plan.Options, e =>
        {
            tracing?.Write(e);
            if (e is SearchEvent.Planned planned) decisions.Add(planned.Decision);
            show?.Invoke(e);
        }, cancellationToken);
        Verdict verdict = view is null ? await Search(null) : await view.ShowAsync(Search);
        Verdict? cot = chosen is ChainOfThought || plan.Options.Deadline is not null || cancellationToken.IsCancellationRequested
            ? null
            : await new ChainOfThought().SearchAsync(question, proposer, null, plan.Options, cancellationToken: cancellationToken);

        if (isJson) terminal.Out.WriteJson(SolveReport.Of(plan, verdict, cot, reference));
        else
        {
            if (given.GetValue(auto.Explain))
                foreach ((Decision decision, int i) in decisions.Select((d, i) => (d, i))) DecisionTable.Write(decision, i + 1, terminal);
            view!.End(verdict, cot, reference);
        }
        return verdict.Ending == VerdictEnding.Cancelled ? ExitCode.Cancelled : ExitCode.Success;
    }

    async Task<(Problem, string? Reference)> ReadProblemAsync(CommandResult given, CancellationToken cancellationToken)
    {
        string? text = given.GetValue(problem);
        if (text is null)
        {
            SuiteItem example = Suite.DrawArithmetic(given.GetValue(seed), ExampleIndex + 1).Items[ExampleIndex];
            return (new() { Id = example.Id, Text = example.Problem }, example.Answer);
        }
        if (text == "-") text = (await terminal.In.ReadToEndAsync(cancellationToken)).Trim();
        if (text.Length == 0) throw new ProblemRejectedException("Standard input holds no problem. Write its text there.");
        return (new() { Id = "problem", Text = text }, null);
    }
}
