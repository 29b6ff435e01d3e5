using Outthink.Answers.Comparison;
using Outthink.Answers.Units;
using Outthink.Answers.Values;

namespace Outthink.Answers.Grading;

/// <summary>
/// Values with units: converted when both have one, dropped when one side has none. A percent sign is asked for only where the
/// reference has it: 28 % is met by 28, but 10 is not met by 10 %.
/// </summary>
internal sealed class QuantityGrade(TermGrade terms)
{
    public AnswerVerdict Of(Term reference, Term answer) => (Counted(reference), Counted(answer)) switch
    {
        (Quantity r, Quantity a) => OfBoth(r, a),
        (Quantity r, var a) => OfReference(r, a),
        (var r, Quantity a) => OfAnswer(r, a),
        (var r, var a) => terms.Of(r, a),
    };

    // A dozen is a number.
    static Term Counted(Term term) => term is Quantity { Unit: { Kind: UnitKind.Measure, Scale: var scale } unit } q && unit.Dimension == default && scale != 1
        ? new Product([q.Value, new Number(scale)])
        : term;

    AnswerVerdict OfReference(Quantity reference, Term answer)
    {
        if (Likewise(reference.Unit, answer) is { } given) return OfBoth(reference, given);
        AnswerVerdict bare = terms.Of(reference.Value, answer);
        if (bare.IsEqual) return bare;
        return reference.Unit.Kind switch
        {
            UnitKind.Percent => terms.Of(new Quotient(reference.Value, Number.Of(100)), answer),
            UnitKind.Degree when HasPi(answer) => terms.Of(InRadians(reference), answer),
            _ => bare,
        };
    }

    AnswerVerdict OfAnswer(Term reference, Quantity answer)
    {
        if (answer.Unit.Kind == UnitKind.Percent) return terms.Of(reference, new Quotient(answer.Value, Number.Of(100)));
        if (answer.Unit.Kind == UnitKind.Degree && HasPi(reference)) return terms.Of(reference, InRadians(answer));
        return Likewise(answer.Unit, reference) is { } expected ? OfBoth(expected, answer) : terms.Of(reference, answer.Value);
    }

    static bool HasPi(Term term) => Free.Contains(term, static t => t is Constant { Name: ConstantName.Pi });

    static Quotient InRadians(Quantity angle) => new(new Product([angle.Value, new Constant(ConstantName.Pi)]), Number.Of(180));

    // 5 m where the m was read as a variable.
    static Quantity? Likewise(Unit unit, Term other) =>
        unit.Kind == UnitKind.Measure && unit.Dimension != default && other is Product or Quotient && UnitTerms.Of(other) is { } quantity && quantity.Unit.Dimension == unit.Dimension ? quantity : null;

    AnswerVerdict OfBoth(Quantity reference, Quantity answer)
    {
        (Unit r, Unit a) = (reference.Unit, answer.Unit);
        if (r.Kind == UnitKind.Degree && Bare(a) && HasPi(answer.Value)) return terms.Of(InRadians(reference), answer.Value);
        if (a.Kind == UnitKind.Degree && Bare(r) && HasPi(reference.Value)) return terms.Of(reference.Value, InRadians(answer));
        if (r == a || Bare(r) || Bare(a)) return terms.Of(reference.Value, answer.Value);
        if (r.Kind == UnitKind.Noun || a.Kind == UnitKind.Noun)
            return r.Kind == a.Kind && r.Name == a.Name ? terms.Of(reference.Value, answer.Value) : new AnswerVerdict(AnswerOutcome.NotEqual, AnswerRule.Unit);
        if (r.Kind != a.Kind || r.Dimension != a.Dimension || (r.Name != a.Name && !IsPer(r, a) && !IsPer(a, r))) return new AnswerVerdict(AnswerOutcome.NotEqual, AnswerRule.Unit);
        return r.Scale == a.Scale && r.Offset == a.Offset ? terms.Of(reference.Value, answer.Value) : terms.Of(InUnit(reference, r), InUnit(answer, r));
    }

    // $36 per hour, told as $36.
    static bool IsPer(Unit price, Unit plain) => price.Kind == UnitKind.Money && price.Name.StartsWith(plain.Name + " per ", StringComparison.Ordinal);

    // "units" measure nothing.
    static bool Bare(Unit unit) => unit.Kind == UnitKind.Measure && unit.Dimension == default && unit.Scale == 1;

    // The value in the reference's unit; exact decimals keep their digits where no conversion is needed.
    static Term InUnit(Quantity quantity, Unit unit)
    {
        if (quantity.Unit.Scale == unit.Scale && quantity.Unit.Offset == unit.Offset) return quantity.Value;
        Term inBase = new Sum([new Product([quantity.Value, new Number(quantity.Unit.Scale)]), new Number(quantity.Unit.Offset - unit.Offset)]);
        return new Quotient(inBase, new Number(unit.Scale));
    }
}
