using System.Globalization;
using Outthink.Answers.Numerics;
using Outthink.Answers.Values;

namespace Outthink.Answers.Comparison;

/// <summary>The canonical key of equations and inequalities: both sides on one, up to a factor that keeps the meaning.</summary>
internal static class RelationKey
{
    public static string Of(Relation relation, Work work)
    {
        if (PlusMinusExpansion.Of(relation) is Group several) return CanonicalKey.Of(several, work);
        return Assignments.Of(relation) is { } named && !Free.Any(named.Value) ? CanonicalKey.Of(named.Value, work) : OfLinks(relation, work);
    }

    /// <summary>The key with the names of values kept: x = 5 and y = 5 differ.</summary>
    /// <param name="relation">The relation.</param>
    /// <param name="work">What may be spent.</param>
    /// <param name="numeric">Whether rational functions are told apart by numeric values too, so that they meet those with roots.</param>
    public static string OfLinks(Relation relation, Work work, bool numeric = false)
    {
        // a = b = c says three things; a chain is the set of its links.
        List<string> links = [];
        for (int i = 0; i < relation.Operators.Length; i++) links.Add(Link(relation.Items[i], relation.Operators[i], relation.Items[i + 1], work, numeric));
        return "rel " + string.Join(" & ", links.Distinct().Order(StringComparer.Ordinal));
    }

    static string Link(Term left, RelationOperator relation, Term right, Work work, bool numeric)
    {
        if (relation is RelationOperator.Greater or RelationOperator.GreaterOrEqual) (left, right, relation) = (right, left, Relation.Turned(relation));
        if (relation is RelationOperator.Equal or RelationOperator.NotEqual or RelationOperator.Less or RelationOperator.LessOrEqual
            && UpToFactor(new Sum([left, new Product([Number.Of(-1), right])]), relation is RelationOperator.Less or RelationOperator.LessOrEqual, work, numeric) is { } key)
            return $"{relation} {key}";
        string a = CanonicalKey.Of(left, work), b = CanonicalKey.Of(right, work);
        if (relation is RelationOperator.Equal or RelationOperator.NotEqual && string.CompareOrdinal(a, b) > 0) (a, b) = (b, a);
        return $"{a} {relation} {b}";
    }

    /// <summary>
    /// The function f of "f = 0" or "f &lt; 0" by the ratios of its values at test points, which a constant factor does not change;
    /// for an inequality the sign at the first point stays, since only a positive factor keeps the meaning.
    /// </summary>
    public static string? UpToFactor(Term function, bool keepSign, Work work, bool numeric = false)
    {
        if (!Free.Any(function)) return null;
        return (numeric ? null : Rational(function, keepSign, work)) ?? Numeric(function, keepSign, work);
    }

    // A rational function by the ratio of its values modulo primes, and its sign at the first test point.
    static string? Rational(Term function, bool keepSign, Work work)
    {
        if (new ModularEvaluation(work).Of(function) is not { } values || values.IsConstant) return null;
        if (PrimeField.All[0].Divide(values.C, values.A) is not { } first || PrimeField.All[1].Divide(values.D, values.B) is not { } second) return null;
        string sign = "";
        if (keepSign)
        {
            if (new NumericEvaluation(new ComplexArithmetic(128, !Free.HasImaginaryUnit(function)), static name => TestPoints.At(name, 0), work).Of(function) is not { MayBeZero: false } value) return null;
            sign = value.Re.Sign > 0 ? "+" : "-";
        }
        return string.Create(CultureInfo.InvariantCulture, $"m{sign}{first:x}.{second:x}");
    }

    static string? Numeric(Term function, bool keepSign, Work work)
    {
        ComplexArithmetic arithmetic = new(192, !Free.HasImaginaryUnit(function));
        ComplexBall? first = null;
        List<string> ratios = [];
        for (int k = 0; k < TestPoints.Count; k++)
        {
            int index = k;
            NumericEvaluation evaluation = new(arithmetic, name => TestPoints.At(name, index), work);
            if (evaluation.Of(function) is not { } value) ratios.Add("-");
            else if (first is null)
            {
                if (value.MayBeZero) return null;
                first = value;
                if (keepSign) ratios.Add(value.Re.Sign > 0 ? "+" : "-");
            }
            else if (arithmetic.Divide(value, first.Value) is { } ratio && DecimalDigits.Of(ratio.Re, 20) is { } re && DecimalDigits.Of(ratio.Im, 20) is { } im)
                ratios.Add(im == "0" ? re : re + "i" + im);
            else return null;
        }
        return work.Spent || ratios.Count(r => r != "-") < 6 ? null : string.Join(' ', ratios);
    }
}
