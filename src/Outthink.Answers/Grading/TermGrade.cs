using Outthink.Answers.Comparison;
using Outthink.Answers.Values;

namespace Outthink.Answers.Grading;

/// <summary>Compares a reference's value with an answer's, by what they are.</summary>
internal sealed class TermGrade(GradeOptions options, Work work)
{
    public AnswerVerdict Of(Term reference, Term answer)
    {
        if (!work.Spend(5)) return Scalars.Undecided(work);
        Term r = MatrixArithmetic.Of(Plain(PlusMinusExpansion.Of(reference))), a = MatrixArithmetic.Of(Plain(PlusMinusExpansion.Of(answer)));
        (r, a) = (UnitTerms.Simplified(r), UnitTerms.Simplified(a));
        (r, a) = (Unbuilt(r, a), Unbuilt(a, r));
        // A(1, 2) names the point (1, 2).
        if (Point(r) is { } point && a is Group) r = point;
        else if (Point(a) is { } given && r is Group) a = given;
        return (r, a) switch
        {
            (Chemical, _) or (_, Chemical) => Scalars.Verdict(r.Equals(a), AnswerRule.Chemistry),
            (Choice, _) or (_, Choice) => OfChoice(r, a),
            (Words x, Words y) => Scalars.Verdict(TextForm.Words(x.Content) == TextForm.Words(y.Content), AnswerRule.Text),
            _ when CongruenceGrade.Holds(r) || CongruenceGrade.Holds(a) => new CongruenceGrade(this, work).Of(r, a),
            (Relation x, Relation y) => new RelationGrade(this, options, work).OfBoth(x, y),
            (Relation x, _) => new RelationGrade(this, options, work).OfReference(x, a),
            (_, Relation y) => new RelationGrade(this, options, work).OfAnswer(r, y),
            (Words, _) when Letters(r, a) is { } product => Of(product, a),
            (_, Words) when Letters(a, r) is { } product => Of(r, product),
            (Words, _) or (_, Words) => Kinds(),
            (Ratio or ClockTime, _) or (_, Ratio or ClockTime) => OfRatio(r, a),
            (Quantity, _) or (_, Quantity) => new QuantityGrade(this).Of(r, a),
            _ when IsSet(r) || IsSet(a) => new SetGrade(this, options, work).Of(r, a),
            (Group or Matrix, _) or (_, Group or Matrix) => new GroupGrade(this, options, work).Of(r, a),
            _ => new NumberGrade(options, work).Of(r, a),
        };
    }

    public static AnswerVerdict Kinds() => new(AnswerOutcome.NotEqual, AnswerRule.Kind);

    static bool IsSet(Term term) => term is Interval or SetOperation or SetBuilder or NamedSet;

    // Beside a condition the set of its solutions is that condition.
    static Term Unbuilt(Term term, Term other) => term is SetBuilder builder && other is Relation or SetBuilder or Group { Enclosure: Enclosure.None } ? builder.Condition : term;

    // "xyz" beside x y z multiplies.
    static Product? Letters(Term word, Term other) => word is Words { Content: { Length: > 1 and <= 4 } letters } && other is Product or Power && letters.All(char.IsAsciiLetter)
        ? new Product([.. letters.Select(static c => Parsing.Names.Single(c.ToString()))])
        : null;

    // A set of one, written as its value; a value written in grouping brackets.
    static Term Plain(Term term) => term is Group { Enclosure: Enclosure.None or Enclosure.Brace, Items: [var only] } ? Plain(only) : term;

    static Group? Point(Term term) => term is Product { Items: [Symbol { Name: [>= 'A' and <= 'Z', ..] }, Group { Enclosure: Enclosure.Round } coordinates] } ? coordinates : null;

    AnswerVerdict OfChoice(Term r, Term a)
    {
        if (r is Choice x && a is Choice y) return Scalars.Verdict(x.Letter == y.Letter, AnswerRule.Choice);
        Choice choice = r as Choice ?? (Choice)a;
        Term other = r is Choice ? a : r;
        if (other is Symbol { Name: [var letter] } && char.IsAsciiLetterUpper(letter)) return Scalars.Verdict(letter == choice.Letter, AnswerRule.Choice);
        return Reading.AnswerReader.Read(choice.Text).Term is { } text && text is not Choice ? r is Choice ? Of(text, a) : Of(r, text) : Kinds();
    }

    AnswerVerdict OfRatio(Term r, Term a)
    {
        if (r is ClockTime x && a is ClockTime y) return OfTimes(x, y);
        if (r is ClockTime known && AsTime(a) is { } shown) return OfTimes(known, shown);
        if (a is ClockTime told && AsTime(r) is { } expected) return OfTimes(expected, told);
        if (r is Ratio p && a is Ratio q)
        {
            if (p.Items.Length != q.Items.Length) return new AnswerVerdict(AnswerOutcome.NotEqual, AnswerRule.Structure);
            return Scalars.Verdict(CanonicalKey.Of(p, work) == CanonicalKey.Of(q, work), AnswerRule.Structure);
        }
        // 3:4 and 3/4
        if (r is Ratio { Items: [var top, var bottom] } && a is not (ClockTime or Group)) return Of(new Quotient(top, bottom), a);
        if (a is Ratio { Items: [var above, var below] } && r is Quotient or Number) return Of(r, new Quotient(above, below));
        return Kinds();
    }

    // Where one side leaves the half of the day open, twelve hours make no difference.
    static AnswerVerdict OfTimes(ClockTime x, ClockTime y)
    {
        const int half = 12 * 3600;
        bool equal = x.Seconds == y.Seconds || ((x.Half.Length == 0) != (y.Half.Length == 0) && x.Seconds % half == y.Seconds % half && Math.Max(x.Half.Length == 0 ? x.Seconds : 0, y.Half.Length == 0 ? y.Seconds : 0) <= half);
        return Scalars.Verdict(equal, AnswerRule.Structure);
    }

    // 15:30 beside 3:30 PM is a time.
    static ClockTime? AsTime(Term term) => term is Ratio { Items: [Number { Value.IsInteger: true } hours, Number { Value.IsInteger: true, Digits: 2 } minutes] }
        ? Parsing.ClockTimes.Of(hours.Value.ToString(), minutes.Value.ToString(), "")
        : null;
}
