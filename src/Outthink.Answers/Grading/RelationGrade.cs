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
            if (SameName(rName, aName)) return terms.Of(rValue, WithArgument(aValue, rName, aName));
        }
        bool restates = reference.Operators.Contains(RelationOperator.In) && !answer.Operators.Contains(RelationOperator.In);
        if ((options.AllowSetRelation || !restates) && RealSets.Solved(reference, work) is var (r, rVariable) && RealSets.Solved(answer, work) is var (a, aVariable))
        {
            if (rVariable != aVariable) return new AnswerVerdict(AnswerOutcome.NotEqual, AnswerRule.Relation);
            if (r.Equals(a, (x, y) => terms.Of(x, y).IsEqual)) return new AnswerVerdict(AnswerOutcome.Equal, AnswerRule.Set);
        }
        if (LinkByLink(reference, answer)) return new AnswerVerdict(AnswerOutcome.Equal, AnswerRule.Structure);
        string x = RelationKey.OfLinks(reference, work), y = RelationKey.OfLinks(answer, work);
        // A rational function beside one with roots: both by their numeric values.
        if (x != y && HasRoots(reference) != HasRoots(answer)) (x, y) = (RelationKey.OfLinks(reference, work, numeric: true), RelationKey.OfLinks(answer, work, numeric: true));
        return work.Spent ? Scalars.Undecided(work) : Scalars.Verdict(x == y, AnswerRule.Relation);
    }

    static bool HasRoots(Relation relation) => Free.Contains(relation, static t => t is Root or Call or Power { Exponent: not Number { Value.IsInteger: true } });

    // y = x^2 and y(x) = x^2 and f(x) = x^2 define the same function.
    static bool SameName(Term a, Term b) => Assignments.NameKey(a) == Assignments.NameKey(b) || IsFunctionOf(a, b) || IsFunctionOf(b, a);

    static bool IsFunctionOf(Term applied, Term name) => applied is Call { Name: var function, Arguments: [Symbol] } && name is Symbol { Name: var letter } && (letter == function || (letter == "y" && function is "f" or "g"));

    // f(t) = t^2 beside f(x) = x^2: the argument's own name does not matter.
    static Term WithArgument(Term value, Term reference, Term answer) =>
        reference is Call { Arguments: [Symbol x] } && answer is Call { Arguments: [Symbol t] } && x.Name != t.Name
            ? Substitution.Of(Substitution.Of(value, x.Name, new Symbol(x.Name + " of the answer")), t.Name, x)
            : value;

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
        if (Conditions(answer) && RealSets.Solved(reference, work) is var (r, rName) && RealSets.Solved(answer, work) is var (a, aName)) return SameSets(r, rName, a, aName);
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
        if (Conditions(reference) && RealSets.Solved(reference, work) is var (r, rName) && RealSets.Solved(answer, work) is var (a, aName)) return SameSets(r, rName, a, aName);
        return Described(answer, reference, expected: reference) ?? TermGrade.Kinds();
    }

    // |x| > 2 and "x < -2 or x > 2"
    static bool Conditions(Term term) => term is Group { Enclosure: Enclosure.None } group && group.Items.All(static t => t is Relation);

    AnswerVerdict SameSets(RealSet r, string rName, RealSet a, string aName) =>
        Scalars.Verdict(rName == aName && r.Equals(a, (x, y) => terms.Of(x, y).IsEqual), rName == aName ? AnswerRule.Set : AnswerRule.Relation);

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
