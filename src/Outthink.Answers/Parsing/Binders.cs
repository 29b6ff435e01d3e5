using Outthink.Answers.Values;

namespace Outthink.Answers.Parsing;

/// <summary>Sums, products, integrals, limits and derivatives: operators that bind a variable.</summary>
internal static class Binders
{
    /// <summary>Marks the symbol of a differential inside an integral.</summary>
    public const string Differential = "d:";

    public static Term? Read(Cursor cursor, string name)
    {
        Term? low = null, high = null;
        string direction = "";
        while (cursor.Is("_") || cursor.Is("^"))
        {
            bool lower = cursor.Is("_");
            cursor.Position++;
            Term? bound = !lower ? Postfixes.Script(cursor) : cursor.Is("{") ? Bound(cursor, ref direction) : Lower(cursor);
            if (bound is null) return null;
            if (lower) low = bound;
            else high = bound;
        }
        return name switch
        {
            "lim" => Limit(cursor, low, direction),
            "sum" or "prod" => Indexed(cursor, name, low, high),
            _ => Integral(cursor, name, low, high),
        };
    }

    // \int_a^b and \sum_0^n: one token, to which the upper bound does not belong.
    static Term? Lower(Cursor cursor)
    {
        bool negative = cursor.Take("-");
        return Atoms.Read(cursor) is { } bound ? negative ? Sums.Negated(bound) : bound : null;
    }

    static Term? Bound(Cursor cursor, ref string direction)
    {
        int close = cursor.ClosingBrace();
        if (close < 0) return null;
        // A limit from one side: x \to 3^+
        Token last = cursor.At(close - 1 - cursor.Position);
        if (last.IsSign("}") && cursor.At(close - 3 - cursor.Position).IsSign("{")) last = cursor.At(close - 2 - cursor.Position);
        if (last.IsSign("+") || last.IsSign("-"))
        {
            direction = last.Text;
            cursor.Position++;
            Term? relation = OneSided(cursor);
            cursor.Position = close + 1;
            return relation;
        }
        return Atoms.Read(cursor);
    }

    static Relation? OneSided(Cursor cursor)
    {
        if (Atoms.Read(cursor) is not { } variable || !cursor.Take("→")) return null;
        bool negative = cursor.Take("-");
        return Atoms.Read(cursor) is { } point ? new Relation([variable, negative ? Sums.Negated(point) : point], [RelationOperator.Other]) : null;
    }

    static Binder? Limit(Cursor cursor, Term? low, string direction)
    {
        if (low is not Relation { Items: [Symbol variable, var point], Operators: [RelationOperator.Other] }) return null;
        return Operand(cursor) is { } body ? new Binder("lim" + direction, variable.Name, point, null, body) : null;
    }

    static Binder? Indexed(Cursor cursor, string name, Term? low, Term? high)
    {
        if (Operand(cursor) is not { } body) return null;
        return low switch
        {
            Relation { Items: [Symbol index, var from], Operators: [RelationOperator.Equal] } => new Binder(name, index.Name, from, high, body),
            Relation { Items: [Constant { Name: ConstantName.I }, var from], Operators: [RelationOperator.Equal] } => new Binder(name, "i", from, high, Replace(body, new Constant(ConstantName.I), new Symbol("i"))),
            _ => new Binder(name, "", low, high, body),
        };
    }

    // The body of a big operator: one product, with its sign.
    static Term? Operand(Cursor cursor) => Products.Signed(cursor);

    static Binder? Integral(Cursor cursor, string name, Term? low, Term? high)
    {
        cursor.Integrals++;
        Term? body = Sums.Read(cursor);
        cursor.Integrals--;
        body = body is null ? null : Postfixes.Unbraced(body);
        if (body is null || Variable(body) is not { } variable) return null;
        return new Binder(name, variable, low, high, Replace(body, new Symbol(Differential + variable), Number.Of(1)));
    }

    static string? Variable(Term body) => body switch
    {
        Symbol s => s.Name.StartsWith(Differential, StringComparison.Ordinal) ? s.Name[Differential.Length..] : null,
        Sum s => s.Items.Select(Variable).FirstOrDefault(v => v is not null),
        Product p => p.Items.Select(Variable).FirstOrDefault(v => v is not null),
        Quotient q => Variable(q.Numerator),
        _ => null,
    };

    /// <summary>The body with one term put for another, in sums, products, quotients, powers and calls.</summary>
    public static Term Replace(Term body, Term old, Term replacement) => body == old ? replacement : body switch
    {
        Sum s => new Sum([.. s.Items.Select(t => Replace(t, old, replacement))]),
        Product p => new Product([.. p.Items.Select(t => Replace(t, old, replacement))]),
        Quotient q => new Quotient(Replace(q.Numerator, old, replacement), Replace(q.Denominator, old, replacement)),
        Power p => new Power(Replace(p.Base, old, replacement), Replace(p.Exponent, old, replacement)),
        Root r => new Root(Replace(r.Radicand, old, replacement), Replace(r.Degree, old, replacement)),
        Call c => c with { Arguments = [.. c.Arguments.Select(t => Replace(t, old, replacement))] },
        Binder b => b with { Body = Replace(b.Body, old, replacement), Low = b.Low is null ? null : Replace(b.Low, old, replacement), High = b.High is null ? null : Replace(b.High, old, replacement) },
        _ => body,
    };

    /// <summary><c>\frac{d}{dx} f</c> or <c>\frac{d f}{dx}</c>, the cursor standing behind the command; null when it is a plain fraction.</summary>
    public static Term? Derivative(Cursor cursor)
    {
        bool glued = cursor.At(1) is { Kind: TokenKind.Word, Text: ['d', _] } && cursor.At(2).IsSign("}");
        if (!cursor.Is("{") || !(glued || IsD(cursor.At(1)))) return null;
        int close = cursor.ClosingBrace();
        int below = close + 1 - cursor.Position;
        if (close < 0 || !cursor.At(below).IsSign("{")) return null;
        Token under = cursor.At(below + 1);
        bool word = under is { Kind: TokenKind.Word, Text: ['d', _] };
        int end = below + (word ? 2 : 3);
        if (!word && (!IsD(under) || cursor.At(below + 2).Kind != TokenKind.Letter)) return null;
        if (!cursor.At(end).IsSign("}")) return null;
        string variable = word ? under.Text[1..] : cursor.At(below + 2).Text;
        int after = cursor.Position + end + 1;
        cursor.Position += 2;
        Term? body = glued ? Names.Single(cursor.At(-1).Text[1..]) : cursor.Position == close ? null : Sums.Read(cursor);
        if (body is not null && cursor.Position != close) return null;
        cursor.Position = after;
        body ??= Products.Signed(cursor);
        return body is null ? null : new Binder("diff", variable, null, null, body);
    }

    static bool IsD(Token token) => token is { Kind: TokenKind.Letter, Text: "d" } || token.IsCommand("partial");
}
