using System.Collections.Immutable;
using System.Text;
using Outthink.Answers.Values;

namespace Outthink.Answers.Parsing;

/// <summary>Matrices and other environments with rows and cells.</summary>
internal static class Environments
{
    public static Term? Read(Cursor cursor)
    {
        string name = Name(cursor).TrimEnd('*');
        if (name == "array") SkipColumns(cursor);
        List<ImmutableArray<Term>> rows = [];
        List<Term> cells = [];
        (int bars, int bare) = (cursor.Bars, cursor.BareArguments);
        cursor.Bars = cursor.BareArguments = 0;
        while (!cursor.Current.IsCommand("end"))
        {
            if (cursor.AtEnd) return null;
            if (cursor.Take("\\\\"))
            {
                if (cells.Count > 0) rows.Add([.. cells]);
                cells.Clear();
                continue;
            }
            if (cursor.Take("&")) continue;
            if (name == "cases") SkipIf(cursor);
            if (Lists.Read(cursor) is not { } cell) return null;
            cells.Add(cell);
        }
        if (cells.Count > 0) rows.Add([.. cells]);
        cursor.Position++;
        Name(cursor);
        (cursor.Bars, cursor.BareArguments) = (bars, bare);
        if (rows.Count == 0) return null;
        if (name is "vmatrix") return new Call("det", [new Matrix([.. rows])]);
        if (name.EndsWith("matrix", StringComparison.Ordinal) || name == "array") return new Matrix([.. rows]);
        // Aligned equations, cases: one answer a row.
        if (name == "cases" && rows.Exists(r => r.Length > 1)) return new Call("cases", [.. rows.Select(r => (Term)new Group(Enclosure.None, r))]);
        return rows is [[var single]] ? single : rows.TrueForAll(r => r.Length == 1) ? new Group(Enclosure.None, [.. rows.Select(r => r[0])]) : null;
    }

    static string Name(Cursor cursor)
    {
        StringBuilder name = new();
        if (!cursor.Is("{") || cursor.ClosingBrace() is not (var close and > 0)) return "";
        for (cursor.Position++; cursor.Position < close; cursor.Position++) name.Append(cursor.Current.Text);
        cursor.Position = close + 1;
        return name.ToString();
    }

    // "x, & \text{if } x > 0"
    static void SkipIf(Cursor cursor)
    {
        int at = cursor.Is("{") ? 1 : 0;
        if (cursor.At(at).Kind is not (TokenKind.Text or TokenKind.Word) || cursor.At(at).Text is not ("if" or "when" or "for" or "where")) return;
        at++;
        if (cursor.Is("{") && !cursor.At(at++).IsSign("}")) return;
        cursor.Position += at;
    }

    static void SkipColumns(Cursor cursor)
    {
        if (cursor.Is("{") && cursor.ClosingBrace() is var close and > 0) cursor.Position = close + 1;
    }
}
