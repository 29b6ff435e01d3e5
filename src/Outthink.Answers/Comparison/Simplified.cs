using System.Numerics;
using Outthink.Answers.Numerics;
using Outthink.Answers.Values;

namespace Outthink.Answers.Comparison;

/// <summary>Operators and functions that stand for something simpler.</summary>
internal static class Simplified
{
    const int LargestShift = 40;

    /// <summary>The body of a limit that does not depend on the variable; null for any other operator.</summary>
    public static Term? Of(Binder binder) =>
        binder.Name.StartsWith("lim", StringComparison.Ordinal) && !Free.Names(binder.Body).Contains(binder.Variable) ? binder.Body : null;

    /// <summary>
    /// The factorial of a variable and a small number by the factorial of the variable, (n + 2)! = n! (n + 1)(n + 2), and a binomial
    /// with a small lower number as a polynomial; null for any other call.
    /// </summary>
    public static Term? Of(Call call, Work work) => call switch
    {
        { Name: "factorial", Arguments: [Sum sum] } => Factorial(sum, work),
        { Name: "binom", Arguments: [var n, Number { Value: { IsInteger: true, Sign: >= 0 } k }] } when k < LargestShift && Free.Any(n) => Binomial(n, (int)k.Numerator),
        _ => null,
    };

    static Term? Factorial(Sum sum, Work work)
    {
        Rational shift = 0;
        List<Term> rest = [];
        foreach (Term item in sum.Items)
        {
            if (Free.Any(item)) rest.Add(item);
            else if (new ExactEvaluation(work).Of(item) is { } value) shift += value;
            else return null;
        }
        if (rest.Count == 0 || !shift.IsInteger || shift.IsZero || shift.Abs() > LargestShift) return null;
        Term radix = rest is [var only] ? only : new Sum([.. rest]);
        Call factorial = new("factorial", [radix]);
        // Down from n, or up to it: (n - 2)! = n! / (n (n - 1)).
        BigInteger from = shift.Sign > 0 ? 1 : shift.Numerator + 1, to = shift.Sign > 0 ? shift.Numerator : 0;
        List<Term> factors = [];
        for (BigInteger i = from; i <= to; i++) factors.Add(new Sum([radix, new Number(i)]));
        return shift.Sign > 0 ? new Product([factorial, .. factors]) : new Quotient(factorial, new Product([.. factors]));
    }

    static Term Binomial(Term n, int k)
    {
        Term result = Number.Of(1);
        for (int i = 0; i < k; i++) result = new Quotient(new Product([result, new Sum([n, Number.Of(-i)])]), Number.Of(i + 1));
        return result;
    }
}
