using Outthink.Answers.Reading;
using Outthink.Answers.Values;

namespace Outthink.Answers;

/// <summary>Tells what an answer's text is read as.</summary>
public static class AnswerParser
{
    /// <summary>The kind of value that <paramref name="answer"/> writes down.</summary>
    public static AnswerKind KindOf(string answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return KindOf(AnswerReader.Read(answer).Term);
    }

    static AnswerKind KindOf(Term? term) => term switch
    {
        null => AnswerKind.Unreadable,
        Words => AnswerKind.Text,
        Quantity => AnswerKind.Quantity,
        Group { Enclosure: Enclosure.None } => AnswerKind.List,
        Group { Enclosure: Enclosure.Brace } => AnswerKind.Set,
        Group => AnswerKind.Tuple,
        Interval or SetOperation or SetBuilder or NamedSet => AnswerKind.RealSet,
        Matrix => AnswerKind.Matrix,
        Relation => AnswerKind.Relation,
        Ratio => AnswerKind.Ratio,
        BaseNumeral => AnswerKind.BaseNumeral,
        ClockTime => AnswerKind.Time,
        Choice => AnswerKind.Choice,
        Chemical => AnswerKind.Chemical,
        _ => AnswerKind.Expression,
    };
}
