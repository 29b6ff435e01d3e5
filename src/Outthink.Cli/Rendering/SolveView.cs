using System.Globalization;
using Outthink.Answers;
using Outthink.Evaluation.Runs;
using Outthink.Tracing;
using Spectre.Console;

namespace Outthink.Cli.Rendering;

/// <summary>A search as a person follows it: a tree that grows on the screen, or a line a round elsewhere; then the outcome.</summary>
internal sealed class SolveView(Terminal terminal, RowPlan plan)
{
    public void Begin(Problem problem)
    {
        string beams = plan.BeamWidth is { } m ? $", M = {m}" : "";
        string judge = plan.Prm is { } prm ? $", judged by {prm}" : "";
        terminal.Out.WriteLine(problem.Text.Trim());
        terminal.Out.WriteLine();
        terminal.Out.WriteLine($"{plan.Strategy.Name} with {plan.Policy}, N = {plan.Samples}{beams}{judge}, temperature {plan.Temperature.ToString(CultureInfo.InvariantCulture)}, seed {plan.Options.Seed}");
    }

    /// <summary>Runs the search and shows it meanwhile.</summary>
    public async Task<Verdict> ShowAsync(Func<Action<SearchEvent>, Task<Verdict>> search)
    {
        SearchTree tree = new();
        if (terminal.Screen is null)
        {
            return await search(e =>
            {
                tree.Add(e);
                if (TreeText.LineOf(e, tree) is { } line) terminal.Out.WriteLine(line);
            });
        }
        return await terminal.Screen.Live(TreeText.Draw(tree)).StartAsync(context => search(e =>
        {
            tree.Add(e);
            if (e is SearchEvent.Scored) return; // a batch of them comes with each round; drawing once is enough
            context.UpdateTarget(TreeText.Draw(tree));
        }));
    }

    public void End(Verdict verdict, Verdict? cot, string? reference)
    {
        terminal.Out.WriteLine();
        if (verdict.Ending == VerdictEnding.Cancelled) terminal.Out.WriteLine("Cancelled; this is what was found by then.");
        if (verdict.Ending == VerdictEnding.Deadline) terminal.Out.WriteLine("The deadline passed; this is what was found by then.");
        if (verdict.Chosen is { } chosen)
        {
            terminal.Out.WriteLine("Chosen solution, with the score of each step:");
            foreach (Step step in chosen.Steps) terminal.Out.WriteLine($"  {Numbers.Score(step.Score)}  {TreeText.OneLine(step.Text)}");
        }
        int answers = verdict.Candidates.Where(c => c.Group >= 0).Select(c => c.Group).Distinct().Count();
        string truncated = verdict.Truncated.IsEmpty ? "" : $", {verdict.Truncated.Length} truncated";
        terminal.Out.WriteLine($"  {verdict.Candidates.Length} finished with {answers} different answers{truncated}");
        terminal.Out.WriteLine();
        terminal.Out.WriteLine($"Answer:     {verdict.Answer ?? "none"}{Judge(verdict.Answer, reference)}");
        if (cot is not null) terminal.Out.WriteLine($"CoT alone:  {cot.Answer ?? "none"}{Judge(cot.Answer, reference)}");
        if (reference is not null) terminal.Out.WriteLine($"Reference:  {reference}");
        Usage usage = verdict.Usage;
        terminal.Out.WriteLine($"Usage:      policy {Numbers.Count(usage.PolicyTokens)} tokens (prompt {Numbers.Count(usage.PromptTokens)}), PRM {Numbers.Count(usage.PrmTokens)}, "
            + $"{Numbers.Count(usage.PolicyCachedTokens + usage.PrmCachedTokens)} more saved by shared prefixes");
        string relative = cot is { Usage.Flops: > 0 } ? $", {(usage.Flops / cot.Usage.Flops).ToString("0.#", CultureInfo.InvariantCulture)} times CoT's" : "";
        terminal.Out.WriteLine($"            {Numbers.Short(usage.Flops)}FLOP{relative}; {Numbers.Seconds(verdict.Elapsed)} s");
    }

    static string Judge(string? answer, string? reference) =>
        answer is null || reference is null ? "" : AnswerEquality.Grade(reference, answer).IsEqual ? "  (right)" : "  (wrong)";
}
