using System.Globalization;
using Outthink.Answers.Numerics;
using Outthink.Answers.Units;
using Outthink.Answers.Values;

namespace Outthink.Answers.Comparison;

/// <summary>
/// The value of a rational function modulo a prime, each variable at a place that derives from its name. Pi and e stand for
/// themselves as variables (both are transcendental), i for a root of -1. Equal functions always agree; different ones of degree d
/// agree by chance with probability at most d/2^61. Null: not a rational function, or a pole.
/// </summary>
internal sealed class ModularEvaluation(PrimeField field, int salt, Work work)
{
    readonly ExactEvaluation _exact = new(work);

    public ulong? Of(Term term)
    {
        if (!work.Spend(4)) return null;
        switch (term)
        {
            case Number n:
                return field.Of(n.Value);
            case BaseNumeral b:
                return field.Of(b.Value);
            case Symbol s:
                return Variable(s.Name);
            case Constant { Name: ConstantName.Pi }:
                return Variable("π");
            case Constant { Name: ConstantName.E }:
                return Variable("e (base of logarithms)");
            case Constant { Name: ConstantName.I }:
                return field.ImaginaryUnit;
            case Sum s:
                return Fold(s.Items, 0, field.Add);
            case Product p:
                return Fold(p.Items, 1, field.Multiply);
            case Quotient q:
                return Of(q.Denominator) is { } below && Of(q.Numerator) is { } above ? field.Divide(above, below) : null;
            case Power p:
                return _exact.Of(p.Exponent) is { IsInteger: true } exponent && Of(p.Base) is { } radix ? field.Power(radix, exponent.Numerator) : null;
            case Quantity { Unit.Kind: UnitKind.Percent } q:
                return Of(q.Value) is { } percent ? field.Divide(percent, 100) : null;
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
                return _exact.Of(term) is { } value ? field.Of(value) : Opaque.Name(term, work) is { } name ? Variable(name) : null;
        }
    }

    ulong Variable(string name) => field.Point(StableHash.Of(name, salt));

    ulong? Fold(IEnumerable<Term> items, ulong start, Func<ulong, ulong, ulong> step)
    {
        foreach (Term item in items)
        {
            if (Of(item) is not { } value) return null;
            start = step(start, value);
        }
        return start;
    }

    /// <summary>The fingerprint of a rational function: its values modulo two primes, at two places each. Null when it is none.</summary>
    public static string? Fingerprint(Term term, Work work)
    {
        Span<ulong> values = stackalloc ulong[4];
        for (int i = 0; i < 4; i++)
        {
            ModularEvaluation evaluation = new(PrimeField.All[i % 2], i / 2, work);
            if (evaluation.Of(term) is not { } value) return null;
            values[i] = value;
        }
        bool constant = values[0] == values[2] && values[1] == values[3];
        if (constant && Reconstruct(values[0], values[1]) is { } rational) return "q" + rational;
        return constant
            ? string.Create(CultureInfo.InvariantCulture, $"c{values[0]:x}.{values[1]:x}")
            : string.Create(CultureInfo.InvariantCulture, $"m{values[0]:x}.{values[1]:x}.{values[2]:x}.{values[3]:x}");
    }

    // A constant in disguise, such as (x + 1) - x: the small fraction with these residues.
    static Rational? Reconstruct(ulong first, ulong second)
    {
        for (int denominator = 1; denominator <= 64; denominator++)
        {
            foreach (int sign in (int[])[1, -1])
            {
                PrimeField field = PrimeField.All[0];
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
