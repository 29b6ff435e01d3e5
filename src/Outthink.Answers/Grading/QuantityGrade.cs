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
        // 5 m where the m was read as a variable.
        if (answer is Product { Items: [var value, Symbol { Name: [_] } letter] } && !Free.Any(value) && UnitTable.Find(letter.Name) is { } unit && Fits(reference.Unit, unit))
            return OfBoth(reference, new Quantity(value, unit));
        AnswerVerdict bare = terms.Of(reference.Value, answer);
        if (bare.IsEqual || reference.Unit.Kind != UnitKind.Percent) return bare;
        return terms.Of(new Quotient(reference.Value, Number.Of(100)), answer);
    }

    AnswerVerdict OfAnswer(Term reference, Quantity answer)
    {
        if (answer.Unit.Kind == UnitKind.Percent) return terms.Of(reference, new Quotient(answer.Value, Number.Of(100)));
        if (reference is Product { Items: [var value, Symbol { Name: [_] } letter] } && !Free.Any(value) && UnitTable.Find(letter.Name) is { } unit && Fits(unit, answer.Unit))
            return OfBoth(new Quantity(value, unit), answer);
        return terms.Of(reference, answer.Value);
    }

    static bool Fits(Unit a, Unit b) => a.Kind == UnitKind.Measure && b.Kind == UnitKind.Measure && a.Dimension == b.Dimension;

    AnswerVerdict OfBoth(Quantity reference, Quantity answer)
    {
        (Unit r, Unit a) = (reference.Unit, answer.Unit);
        if (r == a || Bare(r) || Bare(a)) return terms.Of(reference.Value, answer.Value);
        if (r.Kind == UnitKind.Noun || a.Kind == UnitKind.Noun)
            return r.Kind == a.Kind && r.Name == a.Name ? terms.Of(reference.Value, answer.Value) : new AnswerVerdict(AnswerOutcome.NotEqual, AnswerRule.Unit);
        if (r.Kind != a.Kind || r.Dimension != a.Dimension || r.Name != a.Name) return new AnswerVerdict(AnswerOutcome.NotEqual, AnswerRule.Unit);
        return r.Scale == a.Scale && r.Offset == a.Offset ? terms.Of(reference.Value, answer.Value) : terms.Of(InUnit(reference, r), InUnit(answer, r));
    }

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
