using System.Collections.Immutable;
using Outthink.Answers.Values;

namespace Outthink.Answers.Parsing;

/// <summary>Products, written or implied, quotients and remainders, left to right.</summary>
internal static class Products
{
    /// <summary>A product with any number of signs before it.</summary>
    public static Term? Signed(Cursor cursor)
    {
        // The sign belongs to the first factor: -1 mod 2 is 1.
        Term? left = SignedFactor(cursor);
        var factors = ImmutableArray.CreateBuilder<Term>();
        while (left is not null and not Words)
        {
            if (cursor.Is("*"))
            {
                cursor.Position++;
                factors.Add(left);
                left = SignedFactor(cursor);
            }
            else if (cursor.Is("/") || cursor.Is("mod"))
            {
                bool remainder = cursor.Is("mod");
                if (!cursor.Link()) return null;
                cursor.Position++;
                if (SignedFactor(cursor) is not { } right) return null;
                Term whole = Product(factors, left);
                factors.Clear();
                left = remainder ? new Call("mod", [whole, right]) : new Quotient(whole, right);
            }
            else if (Sets.IsUnionLetter(cursor, left)) break;
            else if (UnitSuffixes.Starts(cursor, left))
            {
                if (!cursor.Link()) return null;
                Term whole = Product(factors, left);
                factors.Clear();
                left = UnitSuffixes.Read(cursor, whole);
            }
            else if (Atoms.StartsImplied(cursor) || (left is Power && cursor.Current is { Kind: TokenKind.Number, Spaced: true }))
            {
                factors.Add(left);
                left = Factor(cursor);
            }
            else break;
        }
        return left is null ? null : Product(factors, left);
    }

    static Term? SignedFactor(Cursor cursor)
    {
        bool negative = false;
        for (; cursor.Is("-") || cursor.Is("+"); cursor.Position++) negative ^= cursor.Is("-");
        Term? factor = Factor(cursor);
        return negative && factor is not null ? Sums.Negated(factor) : factor;
    }

    /// <summary>Factors side by side without a sign: what a function without brackets takes as its argument.</summary>
    public static Term? Bare(Cursor cursor)
    {
        if (!cursor.Enter()) return null;
        cursor.BareArguments++;
        bool negative = cursor.Take("-");
        Term? left = Factor(cursor);
        var factors = ImmutableArray.CreateBuilder<Term>();
        while (left is not null && cursor.Current.Kind != TokenKind.Function && Atoms.StartsImplied(cursor) && !cursor.Is("("))
        {
            factors.Add(left);
            left = Factor(cursor);
        }
        cursor.BareArguments--;
        cursor.Leave();
        if (left is null) return null;
        Term product = Product(factors, left);
        return negative ? Sums.Negated(product) : product;
    }

    static Term? Factor(Cursor cursor) => Atoms.Read(cursor) is { } atom ? Postfixes.Read(cursor, atom) : null;

    static Term Product(ImmutableArray<Term>.Builder factors, Term last)
    {
        if (factors.Count == 0) return last;
        factors.Add(last);
        for (int i = 0; i < factors.Count; i++)
            if (factors[i] is Group { Enclosure: Enclosure.Brace, Items: [var only] }) factors[i] = only;
        return new Product(factors.ToImmutable());
    }
}
