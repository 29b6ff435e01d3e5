using System.CommandLine;
using System.Text.Json;
using Outthink.Answers;
using Outthink.Cli.Json;
using Outthink.Cli.Options;

namespace Outthink.Cli.Commands;

/// <summary><c>outthink grade</c>: explains one verdict, or grades a file of cases.</summary>
internal static class GradeCommand
{
    public static Command Create(Terminal terminal)
    {
        Option<string?> gold = new("--gold") { Description = "The reference answer, bare or in a whole solution" };
        Option<string?> pred = new("--pred") { Description = "The answer to grade, bare or in a whole output" };
        Option<string?> letters = new("--choices") { Description = "The letters of a multiple-choice problem, with commas between them: A,B,C,D" };
        Option<string?> cases = new("--cases") { Description = "A JSON-lines file of rows with gold and pred" };
        Option<bool> json = JsonOption.Create();
        CheckedCommand command = new("grade", "Says whether an answer is the same as the reference, and why.") { gold, pred, letters, cases, json };
        command.AddCheck(given => Problems(given.GetValue(gold), given.GetValue(pred), given.GetValue(cases)));
        command.SetAction(parsed => parsed.GetValue(cases) is { } file
            ? Cases(file, parsed.GetValue(json), terminal)
            : Explain(parsed.GetValue(gold)!, parsed.GetValue(pred)!, Letters(parsed.GetValue(letters)), parsed.GetValue(json), terminal));
        return command;
    }

    static IEnumerable<string> Problems(string? gold, string? pred, string? cases)
    {
        if (cases is null && (gold is null || pred is null)) yield return "give --gold and --pred, or --cases FILE";
        if (cases is not null && (gold is not null || pred is not null)) yield return "--cases brings its own answers; leave --gold and --pred out";
        if (cases is not null && !File.Exists(cases)) yield return $"--cases {cases}: there is no such file";
    }

    static GradeOptions Letters(string? letters) =>
        letters is null ? new() : new() { Choices = [.. letters.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)] };

    static int Explain(string gold, string pred, GradeOptions options, bool json, Terminal terminal)
    {
        AnswerVerdict verdict = AnswerEquality.GradeOutput(gold, pred, options);
        string reference = AnswerExtractor.Reference(gold);
        Extraction? found = AnswerExtractor.Extract(pred, new ExtractionOptions { Choices = options.Choices });
        GradeExplanation explanation = new(Word(verdict.Outcome), Word(verdict.Rule), new GradeSide(reference, Word(AnswerParser.KindOf(reference))),
            found is null ? new GradeSide(null, Word(AnswerKind.Unreadable)) : new GradeSide(found.Text, Word(AnswerParser.KindOf(found.Text)), Word(found.Rule), found.Start, found.Length));
        if (json)
        {
            terminal.Out.WriteLine(JsonSerializer.Serialize(explanation, GradeJson.Default.GradeExplanation));
            return ExitCode.Success;
        }
        terminal.Out.WriteLine($"verdict    {explanation.Verdict}, by the rule '{explanation.Rule}'");
        terminal.Out.WriteLine($"reference  {reference}  ({explanation.Gold.Kind})");
        terminal.Out.WriteLine(found is null
            ? "answer     none found"
            : $"answer     {found.Text}  ({explanation.Pred.Kind}; {explanation.Pred.Mark}, characters {found.Start} to {found.Start + found.Length})");
        return ExitCode.Success;
    }

    static int Cases(string file, bool json, Terminal terminal)
    {
        if (GradeCases.Read(file, terminal.Error) is not { } cases) return ExitCode.Failure;
        GradeReport report = GradeCases.Grade(cases);
        if (json) terminal.Out.WriteLine(JsonSerializer.Serialize(report, GradeJson.Default.GradeReport));
        else GradeCases.Print(report, terminal);
        return ExitCode.Success;
    }

    /// <summary>A closed choice as the report's word: notEqual.</summary>
    internal static string Word<T>(T value) where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
