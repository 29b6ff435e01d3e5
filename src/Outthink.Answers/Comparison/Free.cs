using System.Collections.Immutable;
using Outthink.Answers.Values;

namespace Outthink.Answers.Comparison;

/// <summary>The free variables of a term.</summary>
internal static class Free
{
    public static bool Any(Term? term) => term is not null && Contains(term, static t => t is Symbol);

    public static bool HasImaginaryUnit(Term term) => Contains(term, static t => t is Constant { Name: ConstantName.I });

    /// <summary>Whether a negative number is raised to a power with a variable in it, which has real values at whole places only.</summary>
    public static bool HasNegativeBase(Term term) => Contains(term, static t => t is Power { Base: Number { Value.Sign: < 0 }, Exponent: var exponent } && Any(exponent));

    public static HashSet<string> Names(Term term)
    {
        HashSet<string> names = [];
        Contains(term, t =>
        {
            if (t is Symbol s) names.Add(s.Name);
            return false;
        });
        return names;
    }

    /// <summary>Whether some part of a term, itself included, is as asked; bound variables do not count.</summary>
    public static bool Contains(Term term, Func<Term, bool> test)
    {
        if (test(term)) return true;
        return term switch
        {
            Sum s => Any(s.Items, test),
            Product p => Any(p.Items, test),
            Quotient q => Contains(q.Numerator, test) || Contains(q.Denominator, test),
            Power p => Contains(p.Base, test) || Contains(p.Exponent, test),
            Root r => Contains(r.Radicand, test) || Contains(r.Degree, test),
            Call c => Any(c.Arguments, test),
            Binder b => Contains(b.Variable.Length == 0 ? b.Body : Substitution.Of(b.Body, b.Variable, Number.Of(1)), test)
                || (b.Low is not null && Contains(b.Low, test)) || (b.High is not null && Contains(b.High, test)),
            PlusMinus p => Contains(p.Left, test) || Contains(p.Right, test),
            Quantity q => Contains(q.Value, test),
            Group g => Any(g.Items, test),
            SetBuilder b => Contains(b.Condition, test),
            Interval i => Contains(i.Low, test) || Contains(i.High, test),
            SetOperation o => Contains(o.Left, test) || Contains(o.Right, test),
            Matrix m => m.Rows.Any(r => Any(r, test)),
            Ratio r => Any(r.Items, test),
            Relation r => Any(r.Items, test),
            _ => false,
        };
    }

    static bool Any(ImmutableArray<Term> items, Func<Term, bool> test)
    {
        foreach (Term item in items)
            if (Contains(item, test)) return true;
        return false;
    }
}
