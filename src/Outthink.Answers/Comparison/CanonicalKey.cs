using System.Collections.Immutable;
using System.Globalization;
using Outthink.Answers.Numerics;
using Outthink.Answers.Units;
using Outthink.Answers.Values;

namespace Outthink.Answers.Comparison;

/// <summary>
/// The canonical key of an answer: two answers are the same exactly when their keys are. Being a function of one answer
/// alone, it makes <see cref="AnswerEquality.Same"/> an equivalence by construction, and groups votes without comparing pairs.
/// </summary>
internal static class CanonicalKey
{
    const int Bits = 256;
    const int DigitsKept = 40;
    const int PointBits = 192;
    const int PointDigits = 36;

    public static string Of(Term term, Work work) => term switch
    {
        Group g => OfGroup(g, work),
        Interval i => $"{(i.LowOpen ? '(' : '[')}{Of(i.Low, work)},{Of(i.High, work)}{(i.HighOpen ? ')' : ']')}",
        SetOperation or SetBuilder or NamedSet => OfSet(term, work),
        Matrix m => $"M{string.Join('/', m.Rows.Select(r => string.Join(',', r.Select(c => Of(c, work)))))}",
        Ratio r => OfRatio(r, work),
        Relation r => RelationKey.Of(r, work),
        Quantity q => OfQuantity(q, work),
        ClockTime c => string.Create(CultureInfo.InvariantCulture, $"time {c.Seconds} {c.Half}"),
        Choice c => $"choice {c.Letter} {TextForm.Words(c.Text)}",
        Words w => "w" + TextForm.Words(w.Content),
        Chemical c => "chem " + c.Canonical,
        Dots => "…",
        PlusMinus => PlusMinusExpansion.Of(term) is Group several ? Of(several, work) : "t" + Structural(term, work),
        _ => OfScalar(term, work),
    };

    /// <summary>Whether a term names a value: 1/0 equals nothing but its own text.</summary>
    public static bool IsDefined(Term term) => !Free.Contains(term, static t =>
        (t is Quotient { Denominator: Number { Value.IsZero: true } }) || (t is Power { Base: Number { Value.IsZero: true }, Exponent: Number { Value.Sign: <= 0 } }));

    /// <summary>The key by form alone, operands of sums and products sorted.</summary>
    public static string Structural(Term term, Work work)
    {
        if (!work.Spend(10)) return "spent";
        if (new ExactEvaluation(work).Of(term) is { } exact) return "q" + exact;
        return term switch
        {
            Symbol s => s.Name,
            Constant c => c.Name.ToString(),
            Sum s => "+(" + string.Join(' ', s.Items.Select(t => Structural(t, work)).Order(StringComparer.Ordinal)) + ")",
            Product p => "*(" + string.Join(' ', p.Items.Select(t => Structural(t, work)).Order(StringComparer.Ordinal)) + ")",
            Quotient q => $"/({Structural(q.Numerator, work)} {Structural(q.Denominator, work)})",
            Power p => $"^({Structural(p.Base, work)} {Structural(p.Exponent, work)})",
            Root r => $"^({Structural(r.Radicand, work)} {Structural(new Quotient(Number.Of(1), r.Degree), work)})",
            Call { Name: "log", Arguments: [var x] } => $"/(ln({Structural(x, work)}) ln(q10))",
            Call c => $"{c.Name}({string.Join(' ', c.Arguments.Select(t => Structural(t, work)))})",
            Binder b => OfBinder(b, work),
            Number or BaseNumeral => "q?",
            PlusMinus p => $"±({Structural(p.Left, work)} {Structural(p.Right, work)})",
            _ => Of(term, work),
        };
    }

    static string OfBinder(Binder binder, Work work)
    {
        bool bound = binder.Variable.Length > 0 && binder.Name != "diff" && binder.Low is not null;
        Term body = bound ? Substitution.Of(binder.Body, binder.Variable, new Symbol("bound")) : binder.Body;
        string low = binder.Low is null ? "" : Structural(binder.Low, work), high = binder.High is null ? "" : Structural(binder.High, work);
        return $"{binder.Name}[{(bound ? "" : binder.Variable)} {low} {high}]({Structural(body, work)})";
    }

    static string OfScalar(Term term, Work work)
    {
        if (Scalars.Infinite(term) is var sign and not 0) return sign > 0 ? "+inf" : "-inf";
        if (new ExactEvaluation(work).Of(term) is { } exact) return "q" + exact;
        if (ModularEvaluation.Fingerprint(term, work) is { } fingerprint) return fingerprint;
        return (Free.Any(term) ? AtPoints(term, work) : Closed(term, work)) ?? "t" + Structural(term, work);
    }

    static string? Closed(Term term, Work work)
    {
        NumericEvaluation evaluation = new(new ComplexArithmetic(Bits, real: false), null, work);
        return evaluation.Of(term) is { } value ? NumberKey(value) : null;
    }

    /// <summary>The key of a function that is not rational, by its values at the test points; what it is worth to compare any two functions.</summary>
    public static string? AtPoints(Term term, Work work)
    {
        ComplexArithmetic arithmetic = new(PointBits, !Free.HasImaginaryUnit(term));
        var parts = ImmutableArray.CreateBuilder<string>();
        int good = 0;
        for (int k = 0; k < TestPoints.Count; k++)
        {
            int index = k;
            NumericEvaluation evaluation = new(arithmetic, name => TestPoints.At(name, index), work);
            ComplexBall? value = evaluation.Of(term);
            if (value is { } v && DecimalDigits.Of(v.Re, PointDigits) is { } re && DecimalDigits.Of(v.Im, PointDigits) is { } im)
            {
                parts.Add(re + (im == "0" ? "" : "i" + im));
                good++;
            }
            else parts.Add("-");
        }
        if (work.Spent || good < 8) return null;
        return parts.Distinct().Count() == 1 && new NumericEvaluation(new ComplexArithmetic(Bits, real: false), static name => TestPoints.At(name, 0), work).Of(term) is { } constant
            ? NumberKey(constant)
            : "v" + string.Join(' ', parts);
    }

    static string? NumberKey(ComplexBall value)
    {
        if (value.Im.MayBeZero && RationalGuess.Of(value.Re) is { } rational && (value.Im.IsExactZero || value.Im.Radius < -100)) return "q" + rational;
        string? re = DecimalDigits.Of(value.Re, DigitsKept), im = DecimalDigits.Of(value.Im, DigitsKept);
        return re is null || im is null ? null : im == "0" ? "n" + re : $"n{re}i{im}";
    }

    static string OfGroup(Group group, Work work)
    {
        Group flat = PlusMinusExpansion.Of(group) as Group ?? group;
        IEnumerable<string> keys = flat.Items.Select(t => Of(t, work));
        switch (flat.Enclosure)
        {
            case Enclosure.None:
                flat = Assignments.Bare(flat) ?? flat;
                List<string> sorted = [.. flat.Items.Select(t => Of(t, work)).Order(StringComparer.Ordinal)];
                bool ordered = flat.Items.Any(static t => t is Dots);
                bool repeats = sorted.Distinct().Count() < sorted.Count;
                return ordered ? "…" + string.Join(',', keys) : (repeats ? "list " : "set ") + string.Join(',', sorted);
            case Enclosure.Brace:
                if (flat.Items.Any(static t => t is Dots)) return "…{" + string.Join(',', keys);
                return "set " + string.Join(',', keys.Distinct().Order(StringComparer.Ordinal));
            default:
                (char open, char close) = flat.Enclosure switch { Enclosure.Round => ('(', ')'), Enclosure.Square => ('[', ']'), _ => ('<', '>') };
                return open + string.Join(',', keys) + close;
        }
    }

    static string OfSet(Term term, Work work)
    {
        if (RealSets.Of(term, work) is { } set) return set.Key(work);
        return term switch
        {
            NamedSet n => "named " + n.Name,
            SetBuilder b => $"where {Of(b.Condition, work)}",
            SetOperation { Operator: SetOperator.Difference } d => $"∖({Of(d.Left, work)} {Of(d.Right, work)})",
            SetOperation o => $"{o.Operator}({string.Join(' ', ((string[])[Of(o.Left, work), Of(o.Right, work)]).Order(StringComparer.Ordinal))})",
            _ => "?",
        };
    }

    static string OfRatio(Ratio ratio, Work work)
    {
        ExactEvaluation exact = new(work);
        Rational?[] values = [.. ratio.Items.Select(t => exact.Of(t))];
        if (values[^1] is { IsZero: false } last && values.All(v => v is not null)) return "ratio " + string.Join(':', values.Select(v => (v!.Value / last).ToString()));
        return "ratio " + string.Join(':', ratio.Items.Select(t => Of(new Quotient(t, ratio.Items[^1]), work)));
    }

    static string OfQuantity(Quantity quantity, Work work)
    {
        Unit unit = quantity.Unit;
        switch (unit.Kind)
        {
            case UnitKind.Percent:
                return Of(new Quotient(quantity.Value, Number.Of(100)), work);
            case UnitKind.Degree:
                return Of(quantity.Value, work);
            case UnitKind.Noun:
                return $"{Of(quantity.Value, work)} {unit.Name}";
            default:
                Term scaled = unit.Scale == 1 ? quantity.Value : new Product([quantity.Value, new Number(unit.Scale)]);
                if (!unit.Offset.IsZero) scaled = new Sum([scaled, new Number(unit.Offset)]);
                // The dollar sign cannot be told from the delimiter of inline mathematics, so it cannot make a difference.
                string name = unit.Kind == UnitKind.Money ? unit.Name == "dollar" ? "" : " " + unit.Name : unit.Dimension == default ? "" : " " + unit.Dimension;
                return Of(scaled, work) + name;
        }
    }
}
