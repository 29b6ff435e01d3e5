using System.Collections.Immutable;
using Outthink.Answers.Values;

namespace Outthink.Answers.Parsing;

/// <summary>Plus, minus and plus-minus.</summary>
internal static class Sums
{
    public static Term? Read(Cursor cursor)
    {
        if (!cursor.Enter()) return null;
        Term? result = Chain(cursor);
        cursor.Leave();
        return result;
    }

    static Term? Chain(Cursor cursor)
    {
        Term? left = First(cursor);
        var items = ImmutableArray.CreateBuilder<Term>();
        while (left is not null && cursor.Current.Kind == TokenKind.Sign)
        {
            string sign = cursor.Current.Text;
            if (sign is not ("+" or "-" or "±" or "∓")) break;
            cursor.Position++;
            if (sign == "+" && cursor.Take("/") && cursor.Take("-")) sign = "±";
            if (Products.Signed(cursor) is not { } right) return null;
            if (sign is "±" or "∓")
            {
                if (!cursor.Link()) return null;
                left = new PlusMinus(Sum(items, left), right, sign == "∓");
                items.Clear();
                continue;
            }
            if (sign == "-" && items.Count == 0 && IsSet(left) && right is Group { Enclosure: Enclosure.Brace } or NamedSet)
            {
                // R - {0} takes elements away.
                if (!cursor.Link()) return null;
                left = new SetOperation(SetOperator.Difference, left, right);
                continue;
            }
            items.Add(left);
            left = sign == "-" ? Negated(right) : right;
        }
        return left is null ? null : Sum(items, left);
    }

    static bool IsSet(Term term) => term is Interval or NamedSet or SetOperation or Group { Enclosure: Enclosure.Square or Enclosure.Round or Enclosure.Brace };

    static Term? First(Cursor cursor)
    {
        bool minusFirst = cursor.Is("∓");
        if (!minusFirst && !cursor.Is("±") && !(cursor.Is("+") && cursor.At(1).IsSign("/") && cursor.At(2).IsSign("-"))) return Products.Signed(cursor);
        cursor.Position += cursor.Is("+") ? 3 : 1;
        return Products.Signed(cursor) is { } right ? new PlusMinus(Number.Of(0), right, minusFirst) : null;
    }

    static Term Sum(ImmutableArray<Term>.Builder items, Term last)
    {
        if (items.Count == 0) return last;
        items.Add(last);
        return new Sum(items.ToImmutable());
    }

    public static Term Negated(Term term) => term switch
    {
        Number n => n with { Value = -n.Value },
        Quantity q => q with { Value = Negated(q.Value) },
        _ => new Product([Number.Of(-1), term]),
    };
}
