using Outthink.Answers.Values;

namespace Outthink.Answers.Grading;

/// <summary>Rewrites the calls of one function.</summary>
internal static class Calls
{
    public static Term Rename(Term term, string name, Func<Term, Term> written)
    {
        Term Again(Term t) => Rename(t, name, written);
        return term switch
        {
            Call { Arguments: [var only] } call when call.Name == name => written(Again(only)),
            Call call => call with { Arguments = [.. call.Arguments.Select(Again)] },
            Sum s => new Sum([.. s.Items.Select(Again)]),
            Product p => new Product([.. p.Items.Select(Again)]),
            Quotient q => new Quotient(Again(q.Numerator), Again(q.Denominator)),
            Power p => new Power(Again(p.Base), Again(p.Exponent)),
            Root r => new Root(Again(r.Radicand), r.Degree),
            Binder b => b with { Body = Again(b.Body) },
            Quantity q => q with { Value = Again(q.Value) },
            Group g => g with { Items = [.. g.Items.Select(Again)] },
            Relation r => r with { Items = [.. r.Items.Select(Again)] },
            _ => term,
        };
    }
}
