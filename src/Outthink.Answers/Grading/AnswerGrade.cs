using Outthink.Answers.Choices;
using Outthink.Answers.Comparison;
using Outthink.Answers.Reading;
using Outthink.Answers.Values;

namespace Outthink.Answers.Grading;

/// <summary>Grades one answer: text first, then choices, then values.</summary>
internal static class AnswerGrade
{
    public static AnswerVerdict Of(ReadAnswer reference, ReadAnswer answer, GradeOptions options)
    {
        if (reference.Plain == answer.Plain && reference.Plain.Length > 0) return new AnswerVerdict(AnswerOutcome.Equal, AnswerRule.Identical);
        if (answer.Plain.Length == 0) return new AnswerVerdict(AnswerOutcome.Undecided, AnswerRule.NoAnswer);
        if (!options.Choices.IsDefaultOrEmpty && OfChoices(reference.Plain, answer.Plain, options) is { } choice) return choice;
        if (reference.Term is null) return new AnswerVerdict(AnswerOutcome.Undecided, AnswerRule.UnreadableReference);
        if (answer.Term is null) return new AnswerVerdict(AnswerOutcome.Undecided, AnswerRule.UnreadableAnswer);
        Work work = new();
        AnswerVerdict verdict = new TermGrade(options, work).Of(reference.Term, answer.Term);
        if (verdict.Outcome == AnswerOutcome.Equal && (!CanonicalKey.IsDefined(reference.Term) || !CanonicalKey.IsDefined(answer.Term)))
            return new AnswerVerdict(AnswerOutcome.Undecided, AnswerRule.Unsupported);
        if (verdict.IsEqual) return verdict;
        foreach ((Term r, Term a) in OtherReadings.Of(reference, answer))
            if (new TermGrade(options, work).Of(r, a) is { IsEqual: true } other) return other;
        return verdict;
    }

    static AnswerVerdict? OfChoices(string reference, string answer, GradeOptions options)
    {
        char? expected = ChoiceLetters.Letter(reference) ?? (ChoiceText.Read(reference) is { } r ? r.Letter : null);
        if (expected is null) return null;
        char? given = ChoiceLetters.Letter(answer.ToUpperInvariant()) ?? (ChoiceText.Read(answer) is { } a ? a.Letter : null);
        if (given is null && !options.ChoiceTexts.IsDefaultOrEmpty)
        {
            int index = options.Choices.IndexOf(expected.Value.ToString());
            if (index >= 0 && index < options.ChoiceTexts.Length)
                return AnswerEquality.Grade(options.ChoiceTexts[index], answer, options with { Choices = [], ChoiceTexts = [] });
        }
        return given is null ? null : Scalars.Verdict(expected == given, AnswerRule.Choice);
    }
}
