using System.Collections.Immutable;
using Outthink.Answers.Values;

namespace Outthink.Answers.Parsing;

/// <summary>Items with commas, semicolons, "and" or "or" between them.</summary>
internal static class Lists
{
    public static bool AtSeparator(Cursor cursor) => cursor.Current.Kind == TokenKind.Sign && (cursor.Current.Text is "," or ";" or "and" or "or" || JoinsConditions(cursor));

    /// <summary>Whether a union sign stands between two conditions, as in x &lt; 1 ∪ x &gt; 2; there it means "or".</summary>
    public static bool JoinsConditions(Cursor cursor) =>
        cursor.Is("∪") && cursor.At(1).Kind == TokenKind.Letter && cursor.At(2) is { Kind: TokenKind.Sign, Text: "<" or "<=" or ">" or ">=" or "=" or "!=" };

    /// <summary>One item as itself, several as a bare list; semicolons part groups of commas.</summary>
    public static Term? Read(Cursor cursor)
    {
        if (!cursor.Enter()) return null;
        bool alternatives = false;
        Term? result = Items(cursor, ref alternatives) is not { } items ? null : items is [var only] ? only : alternatives && OfIntervals(items) is { } union ? union : new Group(Enclosure.None, items, alternatives);
        cursor.Leave();
        return result;
    }

    // "(-∞, 1) or (2, ∞)" is a union; "(1, 2) or (3, 4)" are two pairs.
    static Term? OfIntervals(ImmutableArray<Term> items)
    {
        if (!items.All(static t => t is Interval or SetOperation or Group { Enclosure: Enclosure.Round or Enclosure.Square, Items.Length: 2 })
            || !items.Any(static t => t is Interval or SetOperation || Comparison.Free.Contains(t, static part => part is Constant { Name: ConstantName.Infinity }))) return null;
        return items.Aggregate(static (a, b) => new SetOperation(SetOperator.Union, a, b));
    }

    /// <summary>The items up to a closing sign or the end; null when one is unreadable or there is none.</summary>
    public static ImmutableArray<Term>? Items(Cursor cursor)
    {
        bool alternatives = false;
        return Items(cursor, ref alternatives);
    }

    static ImmutableArray<Term>? Items(Cursor cursor, ref bool alternatives)
    {
        List<List<Term>> groups = [[]];
        bool semicolons = false, commas = false, plainWords = false;
        while (true)
        {
            bool word = cursor.Current.Kind == TokenKind.Word;
            if (Relations.Read(cursor) is not { } item) return null;
            plainWords |= word && item is Words;
            groups[^1].Add(item);
            bool separated = false;
            while (AtSeparator(cursor))
            {
                semicolons |= cursor.Is(";");
                commas |= cursor.Is(",");
                alternatives |= cursor.Is("or") || cursor.Is("∪");
                if (cursor.Is(";")) groups.Add([]);
                separated = true;
                cursor.Position++;
            }
            // "(k ∈ Z)" behind a value is the condition of its letter.
            separated |= cursor.Is("(") && cursor.At(2).IsSign("∈");
            if (!separated || cursor.AtEnd || cursor.Is("&") || cursor.Is("\\\\") || cursor.Current.IsCommand("end")) break;
        }
        groups.RemoveAll(g => g.Count == 0);
        // "Therefore, 3" is a sentence and no list.
        if (plainWords && groups.Exists(static g => g.Exists(static t => t is not Words))) return null;
        return semicolons && commas && groups.Exists(g => g.Count > 1)
            ? [.. groups.Select(g => g is [var only] ? only : new Group(Enclosure.None, [.. g]))]
            : [.. groups.SelectMany(g => g)];
    }
}
