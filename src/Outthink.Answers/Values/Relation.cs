using System.Collections.Immutable;

namespace Outthink.Answers.Values;

internal enum RelationOperator { Equal, NotEqual, Less, LessOrEqual, Greater, GreaterOrEqual, In, NotIn, About, Other }

/// <summary>A chain of relations: <c>Items[0] Operators[0] Items[1] …</c>; one more item than operators.</summary>
internal sealed record Relation(ImmutableArray<Term> Items, ImmutableArray<RelationOperator> Operators) : Term
{
    public bool IsEquation => Operators.All(o => o is RelationOperator.Equal);

    public static RelationOperator Turned(RelationOperator o) => o switch
    {
        RelationOperator.Less => RelationOperator.Greater,
        RelationOperator.LessOrEqual => RelationOperator.GreaterOrEqual,
        RelationOperator.Greater => RelationOperator.Less,
        RelationOperator.GreaterOrEqual => RelationOperator.LessOrEqual,
        _ => o,
    };
}
