using Outthink.Answers;

namespace Outthink.Evaluation.Runs;

/// <summary>A reference answer, bare or at the end of a whole solution, that remembers what it has graded: the many candidates of a problem have few different answers. Not thread-safe.</summary>
internal sealed class AnswerKey(string reference)
{
    readonly string expected = AnswerExtractor.Reference(reference);
    readonly Dictionary<string, bool> graded = new(StringComparer.Ordinal);

    /// <summary>False without an answer, and where the grader cannot decide.</summary>
    public bool Accepts(string? answer)
    {
        if (answer is null) return false;
        if (!graded.TryGetValue(answer, out bool isCorrect))
            graded.Add(answer, isCorrect = AnswerEquality.Grade(expected, answer).IsEqual);
        return isCorrect;
    }
}
