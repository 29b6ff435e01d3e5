using System.Collections.Immutable;
using System.Globalization;
using Outthink.Answers.Numerics;
using Outthink.Answers.Units;
using Outthink.Answers.Values;

namespace Outthink.Answers.Comparison;

/// <summary>
/// The value of a rational function modulo two primes, each variable at two places that derive from its name. Pi and e stand for
/// themselves as variables (both are transcendental), i for a root of -1. Equal functions always agree; different ones of degree d
/// agree by chance with probability at most d/2^61 at each place. Null: not a rational function, or a pole.
/// </summary>
internal sealed class ModularEvaluation(Work work)
{
    readonly ExactEvaluation _exact = new(work);

    public Residues? Of(Term term)
    {
        if (!work.Spend(10)) return null;
        switch (term)
        {
            case Number n:
                return Residues.Of(n.Value);
            case BaseNumeral b:
                return Residues.Of(b.Value);
            case Symbol s:
                return Residues.At(s.Name);
            case Constant { Name: ConstantName.Pi }:
                return Residues.At("π");
            case Constant { Name: ConstantName.E }:
                return Residues.At("e (base of logarithms)");
            case Constant { Name: ConstantName.I }:
                return Residues.ImaginaryUnit;
            case Sum s:
                return OfSum(s.Items);
            case Product p:
                return OfProduct(p.Items);
            case Quotient q:
                return Of(q.Denominator) is { } below && Of(q.Numerator) is { } above ? above.Over(below) : null;
            case Power p:
                return _exact.Of(p.Exponent) is { IsInteger: true } exponent && Of(p.Base) is { } radix ? radix.To(exponent.Numerator) : null;
            case Quantity { Unit.Kind: UnitKind.Percent } q:
                return Of(q.Value) is { } percent && Residues.Of(100) is { } hundred ? percent.Over(hundred) : null;
            case Call { Name: "det", Arguments: [Matrix { Rows: [[var a, var b], [var c, var d]] }] }:
                return Of(new Sum([new Product([a, d]), new Product([Number.Of(-1), b, c])]));
            case Call { Name: "lcm" } c when Monomial.Lcm(c.Arguments, work) is { } multiple:
                return Of(multiple);
            case Call { Name: "gcd" } c when Monomial.Gcd(c.Arguments, work) is { } divisor:
                return Of(divisor);
            case Call c when Simplified.Of(c, work) is { } simple:
                return Of(simple);
            case Binder b when Simplified.Of(b) is { } body:
                return Of(body);
            case Group { Enclosure: Enclosure.Brace, Items: [var only] }:
                return Of(only);
            default:
                return _exact.Of(term) is { } value ? Residues.Of(value) : Opaque.Name(term, work) is { } name ? Residues.At(name) : null;
        }
    }

    Residues? OfSum(ImmutableArray<Term> items)
    {
        Residues sum = Residues.Zero;
        foreach (Term item in items)
        {
            if (Of(item) is not { } value) return null;
            sum += value;
        }
        return sum;
    }

    Residues? OfProduct(ImmutableArray<Term> items)
    {
        Residues product = Residues.One;
        foreach (Term item in items)
        {
            if (Of(item) is not { } value) return null;
            product *= value;
        }
        return product;
    }

    /// <summary>The fingerprint of a rational function: its values modulo two primes, at two places each. Null when it is none.</summary>
    public static string? Fingerprint(Term term, Work work)
    {
        if (new ModularEvaluation(work).Of(term) is not { } values) return null;
        if (values.IsConstant && Reconstruct(values.A, values.B) is { } rational) return "q" + rational;
        return values.IsConstant
            ? string.Create(CultureInfo.InvariantCulture, $"c{values.A:x}.{values.B:x}")
            : string.Create(CultureInfo.InvariantCulture, $"m{values.A:x}.{values.B:x}.{values.C:x}.{values.D:x}");
    }

    // A constant in disguise, such as (x + 1) - x: the small fraction with these residues.
    static Rational? Reconstruct(ulong first, ulong second)
    {
        PrimeField field = PrimeField.All[0];
        for (int denominator = 1; denominator <= 64; denominator++)
        {
            for (int sign = 1; sign >= -1; sign -= 2)
            {
                ulong numerator = field.Multiply(first, (ulong)denominator);
                if (sign < 0) numerator = field.Negate(numerator);
                if (numerator > 1UL << 40) continue;
                Rational candidate = new(sign * (long)numerator, denominator);
                if (PrimeField.All[1].Of(candidate) == second) return candidate;
            }
        }
        return null;
    }
}
