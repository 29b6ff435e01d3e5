using System.Collections.Immutable;
using Outthink.Answers.Numerics;
using Outthink.Answers.Values;

namespace Outthink.Answers.Comparison;

/// <summary>A rational coefficient times whole powers of variables: what common divisors and multiples are known for.</summary>
internal sealed record Monomial(Rational Coefficient, ImmutableSortedDictionary<string, int> Powers)
{
    static readonly ImmutableSortedDictionary<string, int> None = ImmutableSortedDictionary.Create<string, int>(StringComparer.Ordinal);

    public static Monomial? Of(Term term, Work work)
    {
        if (new ExactEvaluation(work).Of(term) is { } value) return new Monomial(value, None);
        switch (term)
        {
            case Symbol s:
                return new Monomial(1, None.Add(s.Name, 1));
            case Power { Exponent: Number { Value: { IsInteger: true, Sign: > 0 } n } } p when n < 1000 && Of(p.Base, work) is { Coefficient: var c, Powers: var powers } && c == 1:
                return new Monomial(1, powers.ToImmutableSortedDictionary(static q => q.Key, q => q.Value * (int)n.Numerator, StringComparer.Ordinal));
            case Product product:
                Monomial result = new(1, None);
                foreach (Term item in product.Items)
                {
                    if (Of(item, work) is not { } factor) return null;
                    result = new Monomial(result.Coefficient * factor.Coefficient, Merged(result.Powers, factor.Powers, static (a, b) => a + b));
                }
                return result;
            default:
                return null;
        }
    }

    /// <summary>The least common multiple as a term; coefficients that are not whole count as units.</summary>
    public static Term? Lcm(ImmutableArray<Term> arguments, Work work) => Combined(arguments, work, IntegerFunctions.Lcm, static (a, b) => Math.Max(a, b));

    /// <summary>The greatest common divisor as a term.</summary>
    public static Term? Gcd(ImmutableArray<Term> arguments, Work work) => Combined(arguments, work, IntegerFunctions.Gcd, static (a, b) => Math.Min(a, b));

    static Product? Combined(ImmutableArray<Term> arguments, Work work, Func<Rational, Rational, Rational> coefficients, Func<int, int, int> powers)
    {
        List<Monomial> parts = [];
        foreach (Term argument in arguments)
        {
            if (Of(argument, work) is not { Coefficient.IsZero: false } part) return null;
            parts.Add(part);
        }
        bool whole = parts.TrueForAll(static p => p.Coefficient.IsInteger);
        Monomial result = parts.Aggregate((a, b) => new Monomial(coefficients(a.Coefficient, b.Coefficient), Merged(a.Powers, b.Powers, powers)));
        return new Product([new Number(whole ? result.Coefficient : 1), .. result.Powers.Select(static p => (Term)new Power(new Symbol(p.Key), Number.Of(p.Value)))]);
    }

    static ImmutableSortedDictionary<string, int> Merged(ImmutableSortedDictionary<string, int> a, ImmutableSortedDictionary<string, int> b, Func<int, int, int> join) =>
        a.Keys.Union(b.Keys).ToImmutableSortedDictionary(static k => k, k => join(a.GetValueOrDefault(k), b.GetValueOrDefault(k)), StringComparer.Ordinal);
}
