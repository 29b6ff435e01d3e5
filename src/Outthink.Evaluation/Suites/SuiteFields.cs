using System.Collections.Immutable;
using Outthink.Answers;

namespace Outthink.Evaluation.Suites;

/// <summary>Under which names files keep a problem's fields, the hub's data sets among them; letters' case does not matter.</summary>
internal static class SuiteFields
{
    public static ImmutableArray<string> Problem { get; } = ["problem", "question", "prompt"];

    public static ImmutableArray<string> Answer { get; } = ["answer", "final_answer", "expected_answer", "ground_truth"];

    /// <summary>Whole solutions, from which the answer is taken where no field holds it alone.</summary>
    public static ImmutableArray<string> Solution { get; } = ["solution"];

    public static ImmutableArray<string> Id { get; } = ["id", "unique_id"];

    public static ImmutableArray<string> Level { get; } = ["level"];

    public static ImmutableArray<string> Subject { get; } = ["subject", "type", "category"];

    /// <summary>The name a file uses, of those it has: the first in the list, exact ones before others; null for none.</summary>
    public static string? Find(ImmutableArray<string> names, IEnumerable<string> present)
    {
        string[] all = [.. present];
        return names.Select(n => Array.Find(all, p => p == n) ?? Array.Find(all, p => string.Equals(p, n, StringComparison.OrdinalIgnoreCase))).FirstOrDefault(found => found is not null);
    }

    /// <summary>The reference in a text of an answer field: behind a line's "####", where the text works the answer out first.</summary>
    public static string Reference(string answer)
    {
        const string Mark = "####";
        int mark = answer.LastIndexOf(Mark, StringComparison.Ordinal);
        return mark >= 0 && (mark == 0 || answer[mark - 1] == '\n') && answer[(mark + Mark.Length)..].Trim() is { Length: > 0 } reference ? reference : answer;
    }

    /// <summary>The final answer that a solution states; null when it states none.</summary>
    public static string? ReferenceOf(string solution) => AnswerExtractor.HasFinalAnswer(solution) ? AnswerExtractor.Extract(solution)?.Text : null;

    /// <summary>"Level 5" is read as "5".</summary>
    public static string? LevelOf(string? level) =>
        level is not null && level.StartsWith("Level ", StringComparison.OrdinalIgnoreCase) ? level["Level ".Length..].Trim() : level;
}
