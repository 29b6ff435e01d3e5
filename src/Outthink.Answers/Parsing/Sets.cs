using System.Collections.Immutable;
using Outthink.Answers.Values;

namespace Outthink.Answers.Parsing;

/// <summary>Unions, intersections and differences; below them ratios.</summary>
internal static class Sets
{
    public static Term? Read(Cursor cursor)
    {
        Term? left = Ratios(cursor);
        while (left is not null && Operator(cursor) is { } set && !Lists.JoinsConditions(cursor))
        {
            cursor.Position++;
            if (!cursor.Link()) return null;
            left = Ratios(cursor) is { } right ? new SetOperation(set, left, right) : null;
        }
        return left;
    }

    /// <summary>Whether the letter U here stands between two bracketed sets, where it is a union sign.</summary>
    public static bool IsUnionLetter(Cursor cursor, Term left) =>
        cursor.Current is { Kind: TokenKind.Letter, Text: "U" } && left is Group or Interval && cursor.At(1) is { Kind: TokenKind.Sign, Text: "(" or "[" or "{" or "\\{" };

    static SetOperator? Operator(Cursor cursor) => cursor.Current.Kind != TokenKind.Sign ? cursor.Current is { Kind: TokenKind.Letter, Text: "U" } ? SetOperator.Union : null : cursor.Current.Text switch
    {
        "∪" => SetOperator.Union,
        "∩" => SetOperator.Intersection,
        "∖" => SetOperator.Difference,
        _ => null,
    };

    static Term? Ratios(Cursor cursor)
    {
        if (ClockTimes.Read(cursor) is { } time) return time;
        if (Sums.Read(cursor) is not { } first) return null;
        if (!cursor.Is(":")) return first;
        var items = ImmutableArray.CreateBuilder<Term>();
        items.Add(first);
        while (cursor.Take(":"))
        {
            // "Answer: 3" is a label and its value.
            if (first is Words || Sums.Read(cursor) is not { } next || next is Words) return null;
            items.Add(next);
        }
        return new Ratio(items.ToImmutable());
    }
}
