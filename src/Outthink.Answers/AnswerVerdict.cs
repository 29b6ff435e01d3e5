namespace Outthink.Answers;

/// <summary>Whether two answers are the same, and what decided it.</summary>
/// <param name="Outcome">Equal, different or undecided.</param>
/// <param name="Rule">The rule that decided, or why none could.</param>
public sealed record AnswerVerdict(AnswerOutcome Outcome, AnswerRule Rule)
{
    /// <summary>True only for <see cref="AnswerOutcome.Equal"/>.</summary>
    public bool IsEqual => Outcome == AnswerOutcome.Equal;
}
