using System.Numerics;
using Outthink.Answers.Numerics;
using Outthink.Answers.Units;
using Outthink.Answers.Values;

namespace Outthink.Answers.Comparison;

/// <summary>
/// The exact rational value of a term, or null: it has none, it is not defined, or it is too large to write down.
/// The size of a power, factorial or binomial is estimated before it is computed.
/// </summary>
internal sealed class ExactEvaluation(Work work)
{
    public Rational? Of(Term term)
    {
        if (!work.Spend(1)) return null;
        return term switch
        {
            Number n => n.Value,
            BaseNumeral b => b.Value,
            Sum s => Fold(s.Items, Rational.Zero, static (a, b) => a + b),
            Product p => Fold(p.Items, Rational.One, static (a, b) => a * b),
            Quotient q => Of(q.Denominator) is { IsZero: false } below && Of(q.Numerator) is { } above ? Within(above / below) : null,
            Power p => Of(p.Exponent) is { } exponent && Of(p.Base) is { } radix ? ToPower(radix, exponent) : null,
            Root r => Of(r.Degree) is { IsZero: false } degree && Of(r.Radicand) is { } radicand ? ToPower(radicand, Rational.One / degree) : null,
            Call c => OfCall(c),
            Binder b => OfBinder(b),
            Quantity { Unit.Kind: UnitKind.Percent } q => Of(q.Value) is { } percent ? percent / 100 : null,
            Group { Enclosure: Enclosure.Brace, Items: [var only] } => Of(only),
            _ => null,
        };
    }

    Rational? Within(Rational value) => value.Bits <= Work.MostBits && work.Spend(value.Bits / 64) ? value : null;

    Rational? Fold(IEnumerable<Term> items, Rational start, Func<Rational, Rational, Rational> step)
    {
        foreach (Term item in items)
        {
            if (Of(item) is not { } value || Within(step(start, value)) is not { } next) return null;
            start = next;
        }
        return start;
    }

    Rational? ToPower(Rational radix, Rational exponent)
    {
        if (exponent.IsInteger) return ToWhole(radix, exponent.Numerator);
        if (exponent.Denominator > 1000) return radix == 1 ? radix : null;
        int degree = (int)exponent.Denominator;
        if (radix.Sign < 0 && degree % 2 == 0) return null;
        if (!work.Spend(radix.Bits / 8 + 20)) return null;
        return IntegerRoots.Exact(radix.Numerator, degree) is { } above && IntegerRoots.Exact(radix.Denominator, degree) is { } below
            ? ToWhole(new Rational(above, below), exponent.Numerator)
            : null;
    }

    Rational? ToWhole(Rational radix, BigInteger exponent)
    {
        if (exponent.IsZero) return radix.IsZero ? null : Rational.One;
        if (radix.IsZero) return exponent.Sign > 0 ? radix : null;
        if (radix.Abs() == 1) return exponent.IsEven ? Rational.One : radix;
        if (BigInteger.Abs(exponent) > Work.MostBits || (radix.Bits - 1) * (long)BigInteger.Abs(exponent) > 2 * Work.MostBits) return null;
        int power = (int)BigInteger.Abs(exponent);
        if (!work.Spend(radix.Bits * power / 32)) return null;
        BigInteger above = BigInteger.Pow(radix.Numerator, power), below = BigInteger.Pow(radix.Denominator, power);
        return Within(exponent.Sign > 0 ? new Rational(above, below) : new Rational(below, above));
    }

    Rational? OfCall(Call call)
    {
        if (call.Arguments.Length > 64) return null;
        if (call is { Name: "det", Arguments: [Matrix matrix] }) return Determinant(matrix);
        Rational[] values = new Rational[call.Arguments.Length];
        for (int i = 0; i < values.Length; i++)
        {
            if (Of(call.Arguments[i]) is not { } value) return null;
            values[i] = value;
        }
        return (call.Name, values) switch
        {
            ("abs", [var x]) => x.Abs(),
            ("floor", [var x]) => x.Floor(),
            ("ceil", [var x]) => -(-x).Floor(),
            ("sgn", [var x]) => (Rational)x.Sign,
            ("factorial", [var x]) => IntegerFunctions.Factorial(x, 1, work),
            ("doublefactorial", [var x]) => IntegerFunctions.Factorial(x, 2, work),
            ("binom", [var n, var k]) => IntegerFunctions.Binomial(n, k, work),
            ("gcd", [_, ..]) => values.Aggregate(IntegerFunctions.Gcd).Abs(),
            ("lcm", [_, ..]) => values.Skip(1).Aggregate<Rational, Rational?>(values[0], (a, b) => a is { } lcm ? Within(IntegerFunctions.Lcm(lcm, b)) : null) is { } common ? common.Abs() : null,
            ("max", [_, ..]) => values.Max(),
            ("min", [_, ..]) => values.Min(),
            ("mod", [var a, { IsZero: false } m]) => a - m * (a / m).Floor(),
            ("ln", [var x]) when x == 1 => Rational.Zero,
            ("sin" or "tan" or "sinh" or "tanh" or "arcsin" or "arctan", [{ IsZero: true }]) => Rational.Zero,
            ("cos" or "cosh" or "sec", [{ IsZero: true }]) => Rational.One,
            _ => null,
        };
    }

    Rational? Determinant(Matrix matrix)
    {
        int n = matrix.Rows.Length;
        if (n > 8 || matrix.Rows.Any(r => r.Length != n)) return null;
        Rational[][] cells = new Rational[n][];
        for (int i = 0; i < n; i++)
        {
            cells[i] = new Rational[n];
            for (int j = 0; j < n; j++)
            {
                if (Of(matrix.Rows[i][j]) is not { } value) return null;
                cells[i][j] = value;
            }
        }
        Rational determinant = 1;
        for (int i = 0; i < n; i++)
        {
            int pivot = Array.FindIndex(cells, i, row => !row[i].IsZero);
            if (pivot < 0) return Rational.Zero;
            if (pivot != i) (cells[i], cells[pivot], determinant) = (cells[pivot], cells[i], -determinant);
            if (Within(determinant * cells[i][i]) is not { } next) return null;
            determinant = next;
            for (int r = i + 1; r < n; r++)
            {
                Rational factor = cells[r][i] / cells[i][i];
                for (int c = i; c < n; c++) cells[r][c] -= factor * cells[i][c];
            }
        }
        return determinant;
    }

    Rational? OfBinder(Binder binder)
    {
        if (Simplified.Of(binder) is { } simple) return Of(simple);
        if (binder.Name is not ("sum" or "prod") || binder.Variable.Length == 0) return null;
        if (binder.Low is null || binder.High is null || Of(binder.Low) is not { IsInteger: true } low || Of(binder.High) is not { IsInteger: true } high) return null;
        BigInteger count = high.Numerator - low.Numerator + 1;
        if (count > 2000) return null;
        Rational total = binder.Name == "sum" ? Rational.Zero : Rational.One;
        for (BigInteger k = low.Numerator; k <= high.Numerator; k++)
        {
            Term body = Substitution.Of(binder.Body, binder.Variable, new Number(k));
            if (!work.Spend(20) || Of(body) is not { } value) return null;
            if (Within(binder.Name == "sum" ? total + value : total * value) is not { } next) return null;
            total = next;
        }
        return total;
    }
}
