using Outthink.Answers.Comparison;
using Outthink.Answers.Grading;
using Outthink.Answers.Reading;

namespace Outthink.Answers;

/// <summary>
/// The two relations between answers: <see cref="Same"/>, a strict equivalence for votes, and <see cref="Grade"/>, which knows
/// which side is the reference. Both are pure, deterministic and thread-safe, depend on no culture, and throw for no text.
/// </summary>
public static class AnswerEquality
{
    /// <summary>
    /// Whether two answers are the same one. Reflexive, symmetric and transitive: each answer has a canonical key, and equal keys
    /// are the same answer. Rounding, dropped units and the two readings of <c>(a, b)</c> have no part in it.
    /// </summary>
    public static AnswerVerdict Same(string a, string b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        if (a == b) return new AnswerVerdict(AnswerOutcome.Equal, AnswerRule.Identical);
        AnswerKey x = AnswerKey.Of(a), y = AnswerKey.Of(b);
        if (x.Read.Plain == y.Read.Plain) return new AnswerVerdict(AnswerOutcome.Equal, AnswerRule.Identical);
        if (x.Same(y)) return new AnswerVerdict(AnswerOutcome.Equal, AnswerRule.CanonicalKey);
        if (x.Decided && y.Decided) return new AnswerVerdict(AnswerOutcome.NotEqual, AnswerRule.CanonicalKey);
        return new AnswerVerdict(AnswerOutcome.Undecided, Reason(x, y));
    }

    /// <summary>
    /// Whether <paramref name="answer"/> meets <paramref name="reference"/>: as <see cref="Same"/>, and also where the reference is
    /// rounded, carries a unit or a percent sign that the answer leaves out, or is a pair that the answer means as an interval.
    /// </summary>
    public static AnswerVerdict Grade(string reference, string answer, GradeOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(answer);
        // Most answers are written as the reference is; then nothing needs to be read.
        string plain = AnswerText.Clean(reference);
        if (plain.Length > 0 && plain == AnswerText.Clean(answer)) return new AnswerVerdict(AnswerOutcome.Equal, AnswerRule.Identical);
        return AnswerGrade.Of(AnswerReader.Read(reference), AnswerReader.Read(answer), options ?? new GradeOptions());
    }

    /// <summary>
    /// Extracts the final answer of a whole <paramref name="output"/> and grades it. The reference may be a bare answer, stand in
    /// a box or in dollars, or be a whole solution.
    /// </summary>
    public static AnswerVerdict GradeOutput(string reference, string output, GradeOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(output);
        options ??= new GradeOptions();
        ExtractionOptions extraction = new() { Choices = options.Choices, ChoiceTexts = options.ChoiceTexts };
        string expected = AnswerExtractor.Reference(reference);
        if (AnswerText.Clean(output) is { Length: > 0 } whole && whole == AnswerText.Clean(expected)) return new AnswerVerdict(AnswerOutcome.Equal, AnswerRule.Identical);
        if (extraction.Choices.IsDefaultOrEmpty && Choices.ChoiceLetters.Expected(expected)) extraction = extraction with { Choices = Choices.ChoiceLetters.Usual };
        Extraction? found = AnswerExtractor.Extract(output, extraction);
        return found is null ? new AnswerVerdict(AnswerOutcome.Undecided, AnswerRule.NoAnswer) : Grade(expected, found.Text, options);
    }

    static AnswerRule Reason(AnswerKey x, AnswerKey y) =>
        x.Read.Term is null ? AnswerRule.UnreadableReference : y.Read.Term is null ? AnswerRule.UnreadableAnswer
        : CanonicalKey.IsDefined(x.Read.Term) && CanonicalKey.IsDefined(y.Read.Term) ? AnswerRule.BudgetSpent : AnswerRule.Unsupported;
}
