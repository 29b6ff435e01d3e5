using System.Collections.Immutable;
using Outthink.Answers.Numerics;

namespace Outthink.Answers.Values;

/// <summary>A parsed answer or a part of one. The closed set of kinds is the records below it in this folder.</summary>
internal abstract record Term;

/// <summary>A number written out, a fraction or a mixed number excluded.</summary>
/// <param name="Value">Its exact value.</param>
/// <param name="Places">Digits after the decimal point; -1 when it was written without one.</param>
/// <param name="Digits">Significant digits as written, trailing zeros after a point included.</param>
internal sealed record Number(Rational Value, int Places = -1, int Digits = 0) : Term
{
    public static Number Of(int value) => new(value);

    public bool IsDecimal => Places >= 0;
}

internal enum ConstantName { Pi, E, I, Infinity, Undefined }

internal sealed record Constant(ConstantName Name) : Term;

/// <summary>A variable, with its subscript and primes as part of the name.</summary>
internal sealed record Symbol(string Name) : Term;

internal sealed record Sum(ImmutableArray<Term> Items) : Term;

internal sealed record Product(ImmutableArray<Term> Items) : Term;

internal sealed record Quotient(Term Numerator, Term Denominator) : Term;

internal sealed record Power(Term Base, Term Exponent) : Term;

/// <summary>A root of whole degree or of any other term.</summary>
internal sealed record Root(Term Radicand, Term Degree) : Term;

/// <summary>A named function, known (sin, ln, gcd, sum…) or not (f).</summary>
internal sealed record Call(string Name, ImmutableArray<Term> Arguments) : Term;

/// <summary>An operator that binds a variable: sum, prod, int, lim, diff; bounds may be missing.</summary>
internal sealed record Binder(string Name, string Variable, Term? Low, Term? High, Term Body) : Term;

/// <summary><c>a ± b</c>; minus-plus has the sign turned.</summary>
internal sealed record PlusMinus(Term Left, Term Right, bool MinusFirst) : Term;
