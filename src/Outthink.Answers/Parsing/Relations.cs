using System.Collections.Immutable;
using Outthink.Answers.Values;

namespace Outthink.Answers.Parsing;

/// <summary>Chains of equations and inequalities; a value alone is a chain of one.</summary>
internal static class Relations
{
    public static Term? Read(Cursor cursor)
    {
        while (cursor.Is("=") || cursor.Is("⇒")) cursor.Position++;
        if (cursor.Take("¬")) return Negated(Read(cursor));
        if (Sets.Read(cursor) is not { } first) return null;
        if (Operator(cursor) is null) return Modulus(cursor, first);
        var items = ImmutableArray.CreateBuilder<Term>();
        var operators = ImmutableArray.CreateBuilder<RelationOperator>();
        items.Add(first);
        while (Operator(cursor) is { } relation)
        {
            cursor.Position++;
            if (Sets.Read(cursor) is not { } next) return null;
            operators.Add(relation);
            // "k ∈ Z" without the blackboard letter.
            items.Add(relation is RelationOperator.In or RelationOperator.NotIn && next is Symbol { Name: "Z" or "N" or "R" or "Q" or "C" } set ? new NamedSet(set.Name) : next);
        }
        return Modulus(cursor, new Relation(items.ToImmutable(), operators.ToImmutable()));
    }

    static Relation? Negated(Term? term) => term is Relation { Items: [var left, var right], Operators: [RelationOperator.Equal or RelationOperator.In] }
        ? new Relation([left, right], [right is Group or Interval or SetOperation or NamedSet ? RelationOperator.NotIn : RelationOperator.NotEqual])
        : null;

    static Term? Modulus(Cursor cursor, Term left)
    {
        if (cursor.Is("(") && cursor.At(1).IsSign("mod"))
        {
            cursor.Position += 2;
            return Sums.Read(cursor) is { } m && cursor.Take(")") ? new Call("pmod", [left, m]) : null;
        }
        // "x ≡ 3 mod 7" speaks of the congruence, not of a remainder.
        if (left is Relation { Operators: [RelationOperator.Other], Items: [var name, Call { Name: "mod", Arguments: [var value, var by] }] } congruence)
            return new Call("pmod", [congruence with { Items = [name, value] }, by]);
        if (!cursor.Take("pmod")) return left;
        return Atoms.Read(cursor) is { } modulus ? new Call("pmod", [left, modulus]) : null;
    }

    static RelationOperator? Operator(Cursor cursor) => cursor.Current.Kind != TokenKind.Sign ? null : cursor.Current.Text switch
    {
        "=" or "≅" => RelationOperator.Equal,
        "!=" => RelationOperator.NotEqual,
        "<" => RelationOperator.Less,
        "<=" => RelationOperator.LessOrEqual,
        ">" => RelationOperator.Greater,
        ">=" => RelationOperator.GreaterOrEqual,
        "∈" => RelationOperator.In,
        "∉" => RelationOperator.NotIn,
        "≈" => RelationOperator.About,
        "→" or "⇒" or "≡" or "~" or "⇔" or "⇌" or "⊥" or "∥" => RelationOperator.Other,
        _ => null,
    };
}
