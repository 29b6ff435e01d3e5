namespace Outthink.Answers;

/// <summary>What an answer was read as.</summary>
public enum AnswerKind
{
    /// <summary>It could not be read; only its own text equals it.</summary>
    Unreadable,

    /// <summary>A number or a function.</summary>
    Expression,

    /// <summary>A number with a unit, a percent sign or money's sign.</summary>
    Quantity,

    /// <summary>Several answers in no brackets.</summary>
    List,

    /// <summary>A point, pair or vector; a pair may also be an open interval.</summary>
    Tuple,

    /// <summary>A finite set.</summary>
    Set,

    /// <summary>An interval, a union, a named set.</summary>
    RealSet,

    /// <summary>A matrix.</summary>
    Matrix,

    /// <summary>An equation, an inequality or a chain of them.</summary>
    Relation,

    /// <summary>a : b.</summary>
    Ratio,

    /// <summary>A numeral in a stated base.</summary>
    BaseNumeral,

    /// <summary>A time of day.</summary>
    Time,

    /// <summary>A letter of a choice.</summary>
    Choice,

    /// <summary>A chemical formula or equation.</summary>
    Chemical,

    /// <summary>Words.</summary>
    Text,
}
