using Outthink.Answers.Comparison;
using Outthink.Answers.Values;

namespace Outthink.Answers.Grading;

/// <summary>Intervals, unions and named sets; a pair in round brackets is read as an interval where the other side is one.</summary>
internal sealed class SetGrade(TermGrade terms, GradeOptions options, Work work)
{
    public AnswerVerdict Of(Term reference, Term answer)
    {
        if (RealSets.Of(reference, work) is { } r && RealSets.Of(answer, work) is { } a)
            return Scalars.Verdict(r.Equals(a, (x, y) => terms.Of(x, y).IsEqual), AnswerRule.Set);
        if (Ends(reference) is var (rLow, rHigh, rKind) && Ends(answer) is var (aLow, aHigh, aKind))
        {
            // Ends with variables: a symbolic interval.
            if (rKind != aKind) return new AnswerVerdict(AnswerOutcome.NotEqual, AnswerRule.Set);
            AnswerVerdict low = terms.Of(rLow, aLow);
            return low.IsEqual ? terms.Of(rHigh, aHigh) : low;
        }
        if (reference is SetOperation x && answer is SetOperation y && x.Operator == y.Operator)
        {
            if (terms.Of(x.Left, y.Left).IsEqual && terms.Of(x.Right, y.Right).IsEqual) return new AnswerVerdict(AnswerOutcome.Equal, AnswerRule.Structure);
            if (x.Operator != SetOperator.Difference && terms.Of(x.Left, y.Right).IsEqual && terms.Of(x.Right, y.Left).IsEqual)
                return new AnswerVerdict(AnswerOutcome.Equal, AnswerRule.Structure);
        }
        if (reference is Group { Enclosure: Enclosure.None } && RealSets.Solved(reference, work) is var (condition, _) && RealSets.Of(answer, work) is { } given)
            return Scalars.Verdict(condition.Equals(given, (p, q) => terms.Of(p, q).IsEqual), AnswerRule.Set);
        if (options.AllowSetRelation && answer is Group { Enclosure: Enclosure.None } && RealSets.Solved(answer, work) is var (solved, _)
            && RealSets.Of(reference, work) is { } expected)
            return Scalars.Verdict(expected.Equals(solved, (p, q) => terms.Of(p, q).IsEqual), AnswerRule.Set);
        return Scalars.Verdict(CanonicalKey.Of(reference, work) == CanonicalKey.Of(answer, work), AnswerRule.Set);
    }

    static (Term Low, Term High, (bool, bool) Open)? Ends(Term term) => term switch
    {
        Interval i => (i.Low, i.High, (i.LowOpen, i.HighOpen)),
        Group { Enclosure: Enclosure.Round, Items: [var low, var high] } => (low, high, (true, true)),
        Group { Enclosure: Enclosure.Square, Items: [var low, var high] } => (low, high, (false, false)),
        _ => null,
    };
}
