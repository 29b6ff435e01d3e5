using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Outthink.Backends.Local;
using Outthink.Backends.ModelCards;
using Outthink.Cli.Json;
using Outthink.Cli.Options;
using Outthink.Cli.Rendering;

namespace Outthink.Cli.Commands;

/// <summary><c>outthink prm score</c>: what a reward model says of each step of a solution.</summary>
internal sealed class PrmScoreCommand
{
    readonly Option<string?> prm = new("--prm", "-r") { Description = "Reward model, by name, GGUF file or model folder [default: the catalogue's]", HelpName = "R" };
    readonly Option<string> problem = new("--problem") { Description = "The problem's text", HelpName = "P", Required = true };
    readonly Option<string> steps = new("--steps") { Description = "JSON array of strings, or text with a blank line between steps", HelpName = "FILE", Required = true };
    readonly Option<bool> input = new("--input") { Description = "Show what the model reads, too" };
    readonly Option<bool> json = JsonOption.Create();
    readonly EngineFlags engine = new();
    readonly ModelFolder models;
    readonly Terminal terminal;

    PrmScoreCommand(Terminal terminal, ModelFolder models) => (this.terminal, this.models) = (terminal, models);

    public static Command Create(Terminal terminal, ModelFolder models) => new PrmScoreCommand(terminal, models).Build();

    CheckedCommand Build()
    {
        CheckedCommand command = new("score", "A reward model's score of each step of a solution.") { prm, problem, steps, input, engine.Threads, json };
        command.AddCheck(given => string.IsNullOrWhiteSpace(given.GetValue(problem)) ? ["--problem: the problem is empty; give its text"] : []);
        command.AddCheck(given => File.Exists(given.GetValue(steps)) ? [] : [$"--steps: there is no file '{given.GetValue(steps)}'"]);
        command.AddModelCheck(models, given => [(ModelRole.Prm, given.GetValue(prm))]);
        command.SetAction(RunAsync);
        return command;
    }

    async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        CommandResult given = parsed.CommandResult;
        Problem question = new() { Id = "problem", Text = given.GetRequiredValue(problem) };
        ModelCard card = models.Catalog(given).Find(ModelRole.Prm, given.GetValue(prm));
        ImmutableArray<string> texts = JsonLists.Steps(given.GetRequiredValue(steps));
        // As a policy would have written them: each step but the last ends with the delimiter.
        ImmutableArray<Step> solution = [.. texts.Select((text, i) => new Step(i == texts.Length - 1 || text.EndsWith(card.StepDelimiter, StringComparison.Ordinal) ? text : text + card.StepDelimiter, 1))];

        await using LoadedModels loaded = new(engine.Read(given));
        LocalRewardModel judge = loaded.Prm(card);
        await using RewardScope scope = judge.Open(question);
        ImmutableArray<double> scores = (await scope.ScoreAsync([new() { Id = new(1), Steps = solution, State = TrajectoryState.Finished }], cancellationToken))[0];
        PrmScoreReport report = new()
        {
            Prm = card.Name,
            Problem = question.Text,
            Steps = [.. texts.Zip(scores, (text, score) => new ScoredStepReport(text, score))],
            Tokens = scope.Usage.PrmTokens,
            Input = given.GetValue(input) ? InputOf(judge, question, solution) : null,
        };
        if (given.GetValue(json)) terminal.Out.WriteJson(report);
        else Print(report);
        return ExitCode.Success;
    }

    static RewardInputReport InputOf(LocalRewardModel judge, Problem question, ImmutableArray<Step> solution)
    {
        RewardInput read = judge.InputOf(question, solution);
        return new() { Text = TokenText.Of(judge.Model.Tokenizer, read.Tokens.AsSpan()), Ids = read.Tokens, ReadAt = read.ReadAt };
    }

    void Print(PrmScoreReport report)
    {
        TextTable table = new("step", "score", "text");
        foreach ((int i, ScoredStepReport step) in report.Steps.Index())
            table.Add((i + 1).ToString(CultureInfo.InvariantCulture), Numbers.Score(step.Score), step.Text.Trim().ReplaceLineEndings("\\n"));
        table.WriteTo(terminal);
        terminal.Out.WriteLine();
        terminal.Out.WriteLine($"{report.Prm}: {Numbers.Count(report.Tokens)} tokens evaluated");
        if (report.Input is not { } read) return;
        terminal.Out.WriteLine();
        terminal.Out.WriteLine(read.Text);
        terminal.Out.WriteLine();
        terminal.Out.WriteLine($"{Numbers.Count(read.Ids.Length)} tokens: {string.Join(' ', read.Ids)}");
        terminal.Out.WriteLine($"read after: {string.Join(' ', read.ReadAt)}");
    }
}
