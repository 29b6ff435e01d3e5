using Outthink.Answers.Comparison;
using Outthink.Answers.Values;

namespace Outthink.Answers.Grading;

/// <summary>Equations and inequalities against each other and against values and sets.</summary>
internal sealed class RelationGrade(TermGrade terms, GradeOptions options, Work work)
{
    public AnswerVerdict OfBoth(Relation reference, Relation answer)
    {
        if (Assignments.Of(reference) is var (rName, rValue) && Chain(answer) is var (aName, aValue) && aName is not null)
        {
            if (SameName(rName, aName)) return terms.Of(rValue, aValue);
        }
        bool restates = reference.Operators.Contains(RelationOperator.In) && !answer.Operators.Contains(RelationOperator.In);
        if ((options.AllowSetRelation || !restates) && RealSets.Solved(reference, work) is var (r, rVariable) && RealSets.Solved(answer, work) is var (a, aVariable))
        {
            if (rVariable != aVariable) return new AnswerVerdict(AnswerOutcome.NotEqual, AnswerRule.Relation);
            if (r.Equals(a, (x, y) => terms.Of(x, y).IsEqual)) return new AnswerVerdict(AnswerOutcome.Equal, AnswerRule.Set);
        }
        if (LinkByLink(reference, answer)) return new AnswerVerdict(AnswerOutcome.Equal, AnswerRule.Structure);
        string x = RelationKey.Of(reference, work), y = RelationKey.Of(answer, work);
        return work.Spent ? Scalars.Undecided(work) : Scalars.Verdict(x == y, AnswerRule.Relation);
    }

    static bool SameName(Term a, Term b) => Assignments.NameKey(a) == Assignments.NameKey(b);

    bool LinkByLink(Relation r, Relation a)
    {
        if (r.Items.Length != a.Items.Length || !r.Operators.SequenceEqual(a.Operators)) return false;
        for (int i = 0; i < r.Items.Length; i++)
            if (!terms.Of(r.Items[i], a.Items[i]).IsEqual) return false;
        return true;
    }

    /// <summary>The reference is an equation or inequality, the answer a value, list or set.</summary>
    public AnswerVerdict OfReference(Relation reference, Term answer)
    {
        if (Chain(reference) is var (_, value)) return terms.Of(value, answer);
        return Described(reference, answer, expected: reference) ?? TermGrade.Kinds();
    }

    /// <summary>The answer is an equation or inequality, the reference a value, list or set.</summary>
    public AnswerVerdict OfAnswer(Term reference, Relation answer)
    {
        if (Chain(answer) is var (_, value))
        {
            AnswerVerdict verdict = terms.Of(reference, value);
            // "x = 1/3 ≈ 0.33" offers a rounded form as well; only a decimal reference may be met by it.
            if (!verdict.IsEqual && reference is Number { IsDecimal: true } && answer.Operators.Contains(RelationOperator.About)) return terms.Of(reference, answer.Items[^1]);
            return verdict;
        }
        return Described(answer, reference, expected: reference) ?? TermGrade.Kinds();
    }

    AnswerVerdict? Described(Relation relation, Term set, Term expected)
    {
        bool restates = !ReferenceEquals(expected, relation);
        if ((restates && !options.AllowSetRelation) || RealSets.Solved(relation, work) is not var (solved, _) || RealSets.Of(set, work) is not { } other) return null;
        bool equal = ReferenceEquals(expected, relation)
            ? solved.Equals(other, (x, y) => terms.Of(x, y).IsEqual)
            : other.Equals(solved, (x, y) => terms.Of(x, y).IsEqual);
        return Scalars.Verdict(equal, AnswerRule.Set);
    }

    /// <summary>
    /// The value that a chain of equalities ends in, and the name it gives it: x = 5 + 6 = 11. The chain must start with a name or
    /// with a value; what stands after ≈ is only another writing of it.
    /// </summary>
    static (Term? Name, Term Value)? Chain(Relation relation)
    {
        if (Assignments.Of(relation) is var (name, value)) return (name, value);
        int equalities = 0;
        while (equalities < relation.Operators.Length && relation.Operators[equalities] == RelationOperator.Equal) equalities++;
        for (int i = equalities; i < relation.Operators.Length; i++)
            if (relation.Operators[i] != RelationOperator.About) return null;
        Term first = relation.Items[0];
        if (equalities == 0) return Assignments.IsName(first) || !Free.Any(first) ? (Assignments.IsName(first) ? first : null, Assignments.IsName(first) ? relation.Items[1] : first) : null;
        if (Assignments.IsName(first)) return (first, relation.Items[equalities]);
        return relation.Items.Take(equalities + 1).All(static t => !Free.Any(t)) ? (null, relation.Items[equalities]) : null;
    }
}
