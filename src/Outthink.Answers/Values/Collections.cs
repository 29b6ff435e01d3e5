using System.Collections.Immutable;

namespace Outthink.Answers.Values;

internal enum Enclosure
{
    /// <summary>Items with commas, semicolons or words between them and no brackets.</summary>
    None,

    /// <summary>Round brackets: a pair, a point, or an open interval.</summary>
    Round,

    /// <summary>Square brackets: a list or a closed interval.</summary>
    Square,

    /// <summary>Braces: a set.</summary>
    Brace,

    /// <summary>Angle brackets: a vector.</summary>
    Angle,
}

/// <summary>Several answers in one: a list, tuple, set or vector, by its enclosure.</summary>
/// <param name="Enclosure">The brackets.</param>
/// <param name="Items">The items in order.</param>
/// <param name="Alternatives">Whether the word "or" stood between items.</param>
internal sealed record Group(Enclosure Enclosure, ImmutableArray<Term> Items, bool Alternatives = false) : Term;

/// <summary>An interval whose brackets leave no doubt that it is one.</summary>
internal sealed record Interval(Term Low, Term High, bool LowOpen, bool HighOpen) : Term;

internal enum SetOperator { Union, Intersection, Difference }

internal sealed record SetOperation(SetOperator Operator, Term Left, Term Right) : Term;

/// <summary>{ x | condition }: the numbers that meet it.</summary>
internal sealed record SetBuilder(Term Condition) : Term;

/// <summary>A named set: R, Z, Q, N, C or the empty set.</summary>
internal sealed record NamedSet(string Name) : Term;

internal sealed record Matrix(ImmutableArray<ImmutableArray<Term>> Rows) : Term;

/// <summary><c>a : b : c</c></summary>
internal sealed record Ratio(ImmutableArray<Term> Items) : Term;
