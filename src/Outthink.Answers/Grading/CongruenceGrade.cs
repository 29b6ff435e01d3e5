using Outthink.Answers.Comparison;
using Outthink.Answers.Values;

namespace Outthink.Answers.Grading;

/// <summary>Congruences: <c>x \equiv 3 \pmod 7</c>, also without the name, and met by the residue alone.</summary>
internal sealed class CongruenceGrade(TermGrade terms, Work work)
{
    readonly record struct Congruence(Term? Name, Term Value, Term Modulus);

    public static bool Holds(Term term) => term is Call { Name: "pmod" };

    public AnswerVerdict Of(Term reference, Term answer) => (Read(reference), Read(answer)) switch
    {
        ({ } r, { } a) => OfBoth(r, a),
        ({ } r, null) => terms.Of(r.Value, answer),
        (null, { } a) => terms.Of(reference, a.Value),
        _ => TermGrade.Kinds(),
    };

    AnswerVerdict OfBoth(Congruence r, Congruence a)
    {
        if (r.Name is not null && a.Name is not null && Assignments.NameKey(r.Name) != Assignments.NameKey(a.Name)) return new AnswerVerdict(AnswerOutcome.NotEqual, AnswerRule.Relation);
        AnswerVerdict modulus = terms.Of(r.Modulus, a.Modulus);
        if (!modulus.IsEqual) return modulus;
        ExactEvaluation exact = new(work);
        return exact.Of(r.Modulus) is { IsZero: false } m && exact.Of(r.Value) is { } x && exact.Of(a.Value) is { } y
            ? Scalars.Verdict(((x - y) / m).IsInteger, AnswerRule.Exact)
            : terms.Of(r.Value, a.Value);
    }

    static Congruence? Read(Term term) => term is not Call { Name: "pmod", Arguments: [var left, var modulus] } ? null
        : left is Relation { Items: [var name, var value], Operators: [RelationOperator.Other or RelationOperator.Equal] } ? new Congruence(name, value, modulus) : new Congruence(null, left, modulus);
}
