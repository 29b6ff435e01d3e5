using System.Collections.Immutable;
using Outthink.Answers.Values;

namespace Outthink.Answers.Comparison;

/// <summary>
/// Writes out ± as several values. Several ± signs in one term are independent, unless a ∓ ties them together.
/// </summary>
internal static class PlusMinusExpansion
{
    const int MostSigns = 4;

    /// <summary>The term without ±: a bare list when it stood for several values.</summary>
    public static Term Of(Term term)
    {
        switch (term)
        {
            case Number or Symbol or Words or Choice or Chemical:
                return term;
            case Group { Enclosure: Enclosure.None or Enclosure.Brace } group when group.Items.Any(Has):
                return group with { Items = [.. group.Items.SelectMany(t => Of(t) is Group { Enclosure: Enclosure.None } several && Has(t) ? several.Items : [Of(t)])] };
            case Relation { Items: [var left, var right], Operators: [var relation] } when Has(right) && !Has(left):
                return Of(right) is Group { Enclosure: Enclosure.None } values
                    ? new Group(Enclosure.None, [.. values.Items.Select(v => (Term)new Relation([left, v], [relation]))])
                    : term;
            case Quantity q when Has(q.Value) && Of(q.Value) is Group { Enclosure: Enclosure.None } amounts:
                return new Group(Enclosure.None, [.. amounts.Items.Select(v => (Term)(q with { Value = v }))]);
            default:
                return Has(term) ? Expand(term) : term;
        }
    }

    static bool Has(Term term) => Free.Contains(term, static t => t is PlusMinus);

    static Term Expand(Term term)
    {
        int signs = 0;
        bool tied = false;
        Free.Contains(term, t =>
        {
            if (t is PlusMinus p)
            {
                signs++;
                tied |= p.MinusFirst;
            }
            return false;
        });
        if (signs > MostSigns) return term;
        List<Term> values = [];
        for (int choice = 0; choice < (tied ? 2 : 1 << signs); choice++)
        {
            int index = 0;
            values.Add(Choose(term, tied ? choice == 0 ? 0 : ~0 : choice, ref index));
        }
        // Where a sign hides in a form that is not written out, the term stays as it is: expanding it again would find it again.
        return values.Exists(Has) ? term : new Group(Enclosure.None, [.. values]);
    }

    static Term Choose(Term term, int choice, ref int index)
    {
        switch (term)
        {
            case PlusMinus p:
                Term left = Choose(p.Left, choice, ref index);
                bool minus = ((choice >> Math.Min(index++, 31)) & 1) != 0 != p.MinusFirst;
                Term right = Choose(p.Right, choice, ref index);
                return new Sum([left, minus ? new Product([Number.Of(-1), right]) : right]);
            case Sum s:
                return new Sum(ChooseAll(s.Items, choice, ref index));
            case Product s:
                return new Product(ChooseAll(s.Items, choice, ref index));
            case Call c:
                return c with { Arguments = ChooseAll(c.Arguments, choice, ref index) };
            case Group g:
                return g with { Items = ChooseAll(g.Items, choice, ref index) };
            case Quotient q:
                return new Quotient(Choose(q.Numerator, choice, ref index), Choose(q.Denominator, choice, ref index));
            case Power p:
                return new Power(Choose(p.Base, choice, ref index), Choose(p.Exponent, choice, ref index));
            case Root r:
                return new Root(Choose(r.Radicand, choice, ref index), r.Degree);
            default:
                return term;
        }
    }

    static ImmutableArray<Term> ChooseAll(ImmutableArray<Term> items, int choice, ref int index)
    {
        var chosen = ImmutableArray.CreateBuilder<Term>(items.Length);
        foreach (Term item in items) chosen.Add(Choose(item, choice, ref index));
        return chosen.MoveToImmutable();
    }
}
