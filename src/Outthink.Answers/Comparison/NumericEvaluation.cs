using System.Numerics;
using Outthink.Answers.Numerics;
using Outthink.Answers.Units;
using Outthink.Answers.Values;

namespace Outthink.Answers.Comparison;

/// <summary>
/// The enclosed numeric value of a term at a test point. Null: undefined there, not a number, or out of reach.
/// </summary>
/// <param name="arithmetic">Precision and mode.</param>
/// <param name="point">The value of a variable by name; null where there is none.</param>
/// <param name="work">What may be spent.</param>
internal sealed class NumericEvaluation(ComplexArithmetic arithmetic, Func<string, Rational>? point, Work work)
{
    readonly ExactEvaluation _exact = new(work);

    public ComplexBall? Of(Term term)
    {
        if (!work.Spend(20)) return null;
        switch (term)
        {
            case Number n:
                return Real(n.Value);
            case BaseNumeral b:
                return Real(b.Value);
            case Symbol s:
                return point is null ? null : Real(point(s.Name));
            case Constant c:
                return OfConstant(c.Name);
            case Sum s:
                return Fold(s.Items, ComplexBall.Of(Ball.Zero), arithmetic.Add);
            case Product p:
                return Fold(p.Items, ComplexBall.One, arithmetic.Multiply);
            case Quotient q:
                return Of(q.Numerator) is { } above && Of(q.Denominator) is { } below ? arithmetic.Divide(above, below) : null;
            case Power p:
                return OfPower(p);
            case Root r:
                return OfRoot(r);
            case Quantity { Unit.Kind: UnitKind.Percent } q:
                return Of(q.Value) is { } percent ? arithmetic.Divide(percent, Real(100)) : null;
            case Quantity { Unit.Kind: UnitKind.Degree } q:
                return Of(q.Value);
            case Group { Enclosure: Enclosure.Brace, Items: [var only] }:
                return Of(only);
            case Call c:
                return OfCall(c);
            case Binder b:
                return OfBinder(b);
            default:
                return null;
        }
    }

    ComplexBall Real(Rational value) => ComplexBall.Of(arithmetic.Of(value));

    ComplexBall? OfConstant(ConstantName name) => name switch
    {
        ConstantName.Pi => ComplexBall.Of(Elementary.Pi(arithmetic.Reals)),
        ConstantName.E => arithmetic.Exp(ComplexBall.One),
        ConstantName.I => new ComplexBall(Ball.Zero, Ball.One),
        _ => null,
    };

    ComplexBall? Fold(IEnumerable<Term> items, ComplexBall start, Func<ComplexBall, ComplexBall, ComplexBall> step)
    {
        foreach (Term item in items)
        {
            if (Of(item) is not { } value) return null;
            start = step(start, value);
        }
        return start;
    }

    ComplexBall? OfPower(Power power)
    {
        if (_exact.Of(power.Exponent) is { } exponent)
        {
            if (exponent.Bits > 2000) return null;
            if (Of(power.Base) is not { } radix || !work.Spend(40)) return null;
            return exponent.IsZero && radix.MayBeZero ? null : arithmetic.Power(radix, exponent);
        }
        if (Of(power.Exponent) is not { } e) return null;
        if (power.Base is Constant { Name: ConstantName.E }) return Spend(200) ? arithmetic.Exp(e) : null;
        return Of(power.Base) is { } b && Spend(400) ? arithmetic.Power(b, e) : null;
    }

    ComplexBall? OfRoot(Root root)
    {
        if (Of(root.Radicand) is not { } radicand || !Spend(60)) return null;
        if (root.Degree is Number { Value: var degree } && !degree.IsZero)
            return degree == 2 ? arithmetic.Sqrt(radicand) : arithmetic.Power(radicand, Rational.One / degree);
        return Of(root.Degree) is { } n && arithmetic.Divide(ComplexBall.One, n) is { } inverse ? arithmetic.Power(radicand, inverse) : null;
    }

    bool Spend(int steps) => work.Spend(steps);

    ComplexBall? OfCall(Call call)
    {
        if (Simplified.Of(call, work) is { } simple) return Of(simple);
        if (call.Arguments is [var argument] && Of(NumericFunctions.InRadians(call.Name, argument)) is { } x && Spend(200)
            && NumericFunctions.Apply(arithmetic, call.Name, x) is { } value) return value;
        if (call.Arguments.Length is > 1 and < 64 && call.Name is "max" or "min" or "mod") return OfSeveral(call);
        if (_exact.Of(call) is { } exact) return exact.Bits < 8000 ? Real(exact) : null;
        return point is not null && Opaque.Name(call, work) is { } name ? Real(point(name)) : null;
    }

    ComplexBall? OfSeveral(Call call)
    {
        List<Ball> values = [];
        foreach (Term argument in call.Arguments)
        {
            if (Of(argument) is not { IsReal: true } value) return null;
            values.Add(value.Re);
        }
        if (call.Name == "mod")
        {
            if (values.Count != 2 || arithmetic.Reals.Divide(values[0], values[1]) is not { } ratio || ComplexArithmetic.Floor(ratio) is not { } whole) return null;
            return ComplexBall.Of(arithmetic.Reals.Subtract(values[0], arithmetic.Reals.Multiply(values[1], Ball.Of(whole))));
        }
        Ball best = values[0];
        foreach (Ball next in values.Skip(1))
        {
            Ball difference = arithmetic.Reals.Subtract(next, best);
            if (!difference.MayBeZero && difference.Sign > 0 == (call.Name == "max")) best = next;
        }
        return ComplexBall.Of(best);
    }

    ComplexBall? OfBinder(Binder binder)
    {
        if (Simplified.Of(binder) is { } body) return Of(body);
        if (binder is { Name: "sum" or "prod", Low: not null, High: not null, Variable.Length: > 0 }
            && _exact.Of(binder.Low) is { IsInteger: true } low && _exact.Of(binder.High) is { IsInteger: true } high && high - low < 200)
        {
            ComplexBall total = ComplexBall.Of(binder.Name == "sum" ? Ball.Zero : Ball.One);
            for (BigInteger k = low.Numerator; k <= high.Numerator; k++)
            {
                if (Of(Substitution.Of(binder.Body, binder.Variable, new Number(k))) is not { } value) return null;
                total = binder.Name == "sum" ? arithmetic.Add(total, value) : arithmetic.Multiply(total, value);
            }
            return total;
        }
        return point is not null && Opaque.Name(binder, work) is { } name ? Real(point(name)) : null;
    }
}
