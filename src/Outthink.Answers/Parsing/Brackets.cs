using System.Collections.Immutable;
using Outthink.Answers.Units;
using Outthink.Answers.Values;

namespace Outthink.Answers.Parsing;

/// <summary>Bracketed terms: groups, tuples, sets, intervals, absolute values, floors; and signs that stand for an operand.</summary>
internal static class Brackets
{
    public static Term? Read(Cursor cursor) => cursor.Current.Text switch
    {
        "(" => Round(cursor),
        "[" => Square(cursor),
        "{" => Group(cursor, "}"),
        "\\{" => Braces(cursor),
        "]" => OpenSquare(cursor),
        "|" => Bars(cursor, "|", "abs"),
        "‖" => Bars(cursor, "‖", "norm"),
        "⌊" => Single(cursor, "⌋", "floor"),
        "⌈" => Single(cursor, "⌉", "ceil"),
        "⟨" => Angle(cursor),
        "…" => Sign(cursor, new Dots()),
        "$" or "€" or "£" or "¥" or "₹" => Money(cursor),
        "∞" => Sign(cursor, new Constant(ConstantName.Infinity)),
        _ => null,
    };

    /// <summary>The arguments in the round, square or curly brackets here.</summary>
    public static ImmutableArray<Term>? Arguments(Cursor cursor)
    {
        (int bars, int bare) = (cursor.Bars, cursor.BareArguments);
        cursor.Bars = cursor.BareArguments = 0;
        string close = cursor.Current.Text switch { "(" => ")", "[" => "]", "{" => "}", "\\{" => "\\}", _ => "" };
        if (close.Length == 0) return null;
        cursor.Position++;
        // sympy and some models write \sin{\left(x\right)}: a group that holds only the bracket.
        ImmutableArray<Term>? items = cursor.Is(close) ? null : Lists.Items(cursor);
        (cursor.Bars, cursor.BareArguments) = (bars, bare);
        if (items is null || !cursor.Take(close)) return null;
        return close == "}" && items is [Group { Enclosure: Enclosure.Round } tuple] ? tuple.Items : items;
    }

    static Term? Sign(Cursor cursor, Term term)
    {
        cursor.Position++;
        return term;
    }

    static ImmutableArray<Term>? Inner(Cursor cursor)
    {
        (int bars, int bare) = (cursor.Bars, cursor.BareArguments);
        cursor.Bars = cursor.Builders;
        cursor.BareArguments = 0;
        cursor.Position++;
        ImmutableArray<Term>? items = Lists.Items(cursor);
        (cursor.Bars, cursor.BareArguments) = (bars, bare);
        return items;
    }

    static Term? Round(Cursor cursor)
    {
        if (cursor.BarAhead() && Given(cursor) is { } given) return given;
        if (Inner(cursor) is not { } items) return null;
        if (cursor.Is("]") && items.Length == 2) return Sign(cursor, new Interval(items[0], items[1], LowOpen: true, HighOpen: false));
        if (!cursor.Take(")")) return null;
        if (cursor.Is("_") && items is [Number { Value.IsInteger: true } digits] && cursor.At(1).Kind is TokenKind.Number or TokenKind.Sign) return Based(cursor, digits);
        return items is [var only] ? only : new Group(Enclosure.Round, items);
    }

    // P(A | B): the bar opens no absolute value.
    static Call? Given(Cursor cursor)
    {
        int start = cursor.Position;
        if (cursor.Link())
        {
            cursor.Builders++;
            ImmutableArray<Term>? first = Inner(cursor);
            cursor.Builders--;
            if (first is [var a] && cursor.Is("|") && Inner(cursor) is [var b] && cursor.Take(")")) return new Call("given", [a, b]);
        }
        cursor.Position = start;
        return null;
    }

    static BaseNumeral? Based(Cursor cursor, Number digits)
    {
        cursor.Position++;
        return Atoms.Read(cursor) is Number { Value.IsInteger: true } radix && radix.Value < 100
            ? BaseNumerals.Read(digits.Value.ToString(), (int)radix.Value.Numerator)
            : null;
    }

    static Term? Square(Cursor cursor)
    {
        if (Inner(cursor) is not { } items) return null;
        if (items.Length == 2 && (cursor.Is(")") || cursor.Is("["))) return Sign(cursor, new Interval(items[0], items[1], LowOpen: false, HighOpen: true));
        if (!cursor.Take("]")) return null;
        return items is [var only] ? only : new Group(Enclosure.Square, items);
    }

    // The French open interval: ]0, 1[ or ]0, 1].
    static Term? OpenSquare(Cursor cursor)
    {
        if (Inner(cursor) is not { Length: 2 } items || (!cursor.Is("[") && !cursor.Is("]"))) return null;
        bool open = cursor.Is("[");
        return Sign(cursor, new Interval(items[0], items[1], LowOpen: true, open));
    }

    static Term? Group(Cursor cursor, string close)
    {
        if (cursor.At(1).IsSign(close))
        {
            cursor.Position += 2;
            return Atoms.StartsImplied(cursor) ? Atoms.Read(cursor) : null;
        }
        bool upright = cursor.Current.Upright;
        if (Inner(cursor) is not { } items) return null;
        if (items is [var above] && (cursor.Current.IsCommand("choose") || cursor.Current.IsCommand("over"))) return Stacked(cursor, above, close);
        if (!cursor.Take(close)) return null;
        return items is [var only] ? only : new Group(upright ? Enclosure.None : Enclosure.Brace, items);
    }

    // {n \choose k} and {a \over b}
    static Term? Stacked(Cursor cursor, Term above, string close)
    {
        bool binomial = cursor.Current.IsCommand("choose");
        if (Inner(cursor) is not [var below] || !cursor.Take(close)) return null;
        return binomial ? new Call("binom", [above, below]) : new Quotient(above, below);
    }

    static Term? Braces(Cursor cursor)
    {
        if (cursor.At(1).IsSign("\\}"))
        {
            cursor.Position += 2;
            return new NamedSet("empty");
        }
        int start = cursor.Position;
        // In { x | x > 1 } the bar opens no absolute value; each second reading is counted, so that nested ones cost no more than their number.
        if (cursor.BarAhead() && cursor.Link())
        {
            cursor.Builders++;
            ImmutableArray<Term>? bound = Inner(cursor);
            cursor.Builders--;
            if (bound is [_] && cursor.Is("|") && Built(cursor, bound.Value) is { } built) return built;
            cursor.Position = start;
        }
        if (Inner(cursor) is not { } items) return null;
        if (items.Length == 1 && (cursor.Is("|") || cursor.Is(":"))) return Built(cursor, items);
        if (items is [Ratio { Items: [Symbol, Relation condition2] }] && cursor.Take("\\}")) return new SetBuilder(condition2);
        return cursor.Take("\\}") ? new Group(Enclosure.Brace, items) : null;
    }

    // A set builder, the cursor at its bar: the condition says which values are meant.
    static Term? Built(Cursor cursor, ImmutableArray<Term> items)
    {
        if (Inner(cursor) is not { } conditions || !cursor.Take("\\}")) return null;
        Term condition = conditions is [var only] ? only : new Group(Enclosure.None, conditions);
        return items[0] is Symbol or Relation { Items: [Symbol, NamedSet], Operators: [RelationOperator.In] } ? new SetBuilder(condition) : new Call("builder", [items[0], condition]);
    }
    static Call? Bars(Cursor cursor, string bar, string name)
    {
        cursor.Position++;
        cursor.Bars++;
        int bare = cursor.BareArguments;
        cursor.BareArguments = 0;
        Term? inner = Sums.Read(cursor);
        cursor.BareArguments = bare;
        cursor.Bars--;
        if (inner is null) return null;
        if (cursor.Take(bar)) return new Call(name, [inner]);
        return cursor.Take("⟩") ? new Call("ket", [inner]) : null;
    }

    static Call? Single(Cursor cursor, string close, string name) =>
        Inner(cursor) is [var only] && cursor.Take(close) ? new Call(name, [only]) : null;

    // A vector, or one of physics' brackets: ⟨x|, ⟨x|y⟩.
    static Term? Angle(Cursor cursor)
    {
        cursor.Builders++;
        ImmutableArray<Term>? inner = Inner(cursor);
        cursor.Builders--;
        if (inner is not { } items) return null;
        if (cursor.Take("⟩")) return new Group(Enclosure.Angle, items);
        if (items is not [var bra] || !cursor.Take("|")) return null;
        int start = cursor.Position;
        if (Sums.Read(cursor) is { } ket && cursor.Take("⟩")) return new Call("braket", [bra, ket]);
        cursor.Position = start;
        return new Call("bra", [bra]);
    }

    static Quantity? Money(Cursor cursor)
    {
        Unit? unit = UnitTable.Find(cursor.Current.Text);
        cursor.Position++;
        bool negative = cursor.Take("-");
        if (unit is null || Atoms.Read(cursor) is not { } amount) return null;
        amount = Postfixes.Read(cursor, amount) ?? amount;
        if (UnitSuffixes.TakeScale(cursor) is { } scale) amount = UnitSuffixes.Scaled(amount, scale);
        unit = UnitSuffixes.PerSomething(cursor, unit);
        return new Quantity(negative ? Sums.Negated(amount) : amount, unit);
    }
}
