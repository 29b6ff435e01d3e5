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
        ReadAnswer expected = AnswerReader.Read(reference), given = AnswerReader.Read(answer);
        if (expected.Plain.Length > 0 && expected.Plain == given.Plain) return new AnswerVerdict(AnswerOutcome.Equal, AnswerRule.Identical);
        return AnswerGrade.Of(expected, given, options ?? Usual);
    }

    /// <summary>
    /// Extracts the final answer of a whole <paramref name="output"/> and grades it. The reference may be a bare answer, stand in
    /// a box or in dollars, or be a whole solution.
    /// </summary>
    public static AnswerVerdict GradeOutput(string reference, string output, GradeOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(output);
        options ??= Usual;
        ExtractionOptions extraction = new() { Choices = options.Choices, ChoiceTexts = options.ChoiceTexts };
        string expected = AnswerExtractor.Reference(reference);
        // Delimiters and a box are all that cleaning takes off.
        if (output.Length <= expected.Length + LongestWrapping && AnswerReader.Read(output).Plain is { Length: > 0 } whole && whole == AnswerReader.Read(expected).Plain) return new AnswerVerdict(AnswerOutcome.Equal, AnswerRule.Identical);
        if (extraction.Choices.IsDefaultOrEmpty && Choices.ChoiceLetters.Expected(expected)) extraction = extraction with { Choices = Choices.ChoiceLetters.Usual };
        Extraction? found = AnswerExtractor.Extract(output, extraction);
        return found is null ? new AnswerVerdict(AnswerOutcome.Undecided, AnswerRule.NoAnswer) : Grade(expected, found.Text, options);
    }

    const int LongestWrapping = 40;

    static readonly GradeOptions Usual = new();

    static AnswerRule Reason(AnswerKey x, AnswerKey y) =>
        x.Read.Term is null ? AnswerRule.UnreadableReference : y.Read.Term is null ? AnswerRule.UnreadableAnswer
        : CanonicalKey.IsDefined(x.Read.Term) && CanonicalKey.IsDefined(y.Read.Term) ? AnswerRule.BudgetSpent : AnswerRule.Unsupported;
}
