using Outthink.Answers.Comparison;
using Outthink.Answers.Parsing;
using Outthink.Answers.Units;
using Outthink.Answers.Values;

namespace Outthink.Answers.Grading;

/// <summary>Reads letters that were taken for variables as units: in 9.8 m/s^2 beside another acceleration, m is a metre.</summary>
internal static class UnitTerms
{
    /// <summary>The quantity that a product or quotient with a unit in it is; the term itself when it is none.</summary>
    public static Term Simplified(Term term) =>
        term is Product or Quotient && Free.Contains(term, static t => t is Quantity { Unit.Kind: UnitKind.Measure }) && Of(term) is { } quantity ? quantity : term;

    /// <summary>The quantity that a term is when its letters are units; null when one is not, or there is none.</summary>
    public static Quantity? Of(Term term) => Split(term) is ({ } value, { } unit) ? new Quantity(value, unit) : null;

    static (Term Value, Unit? Unit)? Split(Term term)
    {
        switch (term)
        {
            case Quantity { Unit.Kind: UnitKind.Measure } q when q.Unit.Offset.IsZero:
                return (q.Value, q.Unit);
            case Symbol s:
                return MeasureUnits.OfLetter(s.Name) is { Kind: UnitKind.Measure } letter ? (Number.Of(1), letter) : null;
            case Words w:
                return UnitTable.Find(w.Content) is { Kind: UnitKind.Measure } word ? (Number.Of(1), word) : null;
            case Product p:
                (Term Value, Unit? Unit)? product = (Number.Of(1), null);
                foreach (Term item in p.Items) product = product is { } left && Split(item) is { } right ? Times(left, right) : null;
                return product;
            case Quotient q:
                return Split(q.Numerator) is { } above && Split(q.Denominator) is { } below
                    ? (new Quotient(above.Value, below.Value), below.Unit is null ? above.Unit : above.Unit is null ? below.Unit.To(-1) : above.Unit.Times(below.Unit.To(-1)))
                    : null;
            case Power { Exponent: Number { Value: { IsInteger: true } n } } power when n.Abs() < 10 && Split(power.Base) is { Unit: { } unit } radix:
                return (new Power(radix.Value, power.Exponent), unit.To((int)n.Numerator));
            case Power { Exponent: Product { Items: [Number { Value: var sign }, Number { Value: { IsInteger: true } m }] } } power when sign == -1 && m.Abs() < 10 && Split(power.Base) is { Unit: { } unit } radix:
                return (new Power(radix.Value, power.Exponent), unit.To(-(int)m.Numerator));
            default:
                return Free.Any(term) ? null : (term, null);
        }
    }

    static (Term, Unit?) Times((Term Value, Unit? Unit) a, (Term Value, Unit? Unit) b) => (new Product([a.Value, b.Value]), a.Unit is null ? b.Unit : b.Unit is null ? a.Unit : a.Unit.Times(b.Unit));
}
