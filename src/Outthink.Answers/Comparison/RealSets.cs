using Outthink.Answers.Values;

namespace Outthink.Answers.Comparison;

/// <summary>Reads intervals, unions, named sets and solved conditions as sets of real numbers.</summary>
internal static class RealSets
{
    static readonly Term PlusInfinity = new Constant(ConstantName.Infinity);
    static readonly Term MinusInfinity = new Product([Number.Of(-1), new Constant(ConstantName.Infinity)]);

    /// <summary>The set that a term writes down, or null when it is none or an end is not a known number.</summary>
    public static RealSet? Of(Term term, Work work) => term switch
    {
        Interval i => RealSet.Of(i.Low, i.High, i.LowOpen, i.HighOpen, work),
        Group { Enclosure: Enclosure.Round, Items: [var low, var high] } => RealSet.Of(low, high, true, true, work),
        Group { Enclosure: Enclosure.Square, Items: [var low, var high] } => RealSet.Of(low, high, false, false, work),
        SetBuilder b => Solved(b.Condition, work) is var (solutions, _) ? solutions : null,
        Group { Enclosure: Enclosure.Brace } g => RealSet.OfPoints(g.Items, work),
        NamedSet { Name: "R" } => RealSet.Of(MinusInfinity, PlusInfinity, true, true, work),
        NamedSet { Name: "R+" } => RealSet.Of(Number.Of(0), PlusInfinity, true, true, work),
        NamedSet { Name: "empty" } => RealSet.Empty,
        SetOperation o => Of(o.Left, work) is { } left && Of(o.Right, work) is { } right
            ? o.Operator switch
            {
                SetOperator.Union => left.Union(right, work),
                SetOperator.Intersection => left.Intersection(right, work),
                _ => left.Intersection(right.Complement(), work),
            }
            : null,
        _ => null,
    };

    /// <summary>The set that a solved condition on one name describes: x &lt; 3, 0 &lt; x ≤ 1, x ≠ 2, |x| &gt; 1, several of them.</summary>
    public static (RealSet Set, string Name)? Solved(Term term, Work work)
    {
        switch (term)
        {
            case Relation { Items: [var left, var right], Operators: [RelationOperator.In] } when Assignments.IsName(left):
                return Of(right, work) is { } members ? (members, Assignments.NameKey(left)) : null;
            case Relation { Items: [var left, var right], Operators: [RelationOperator.NotIn] } when Assignments.IsName(left):
                return Of(right, work) is { } outside ? (outside.Complement(), Assignments.NameKey(left)) : null;
            case Relation relation:
                return OfChain(relation, work);
            case Group { Enclosure: Enclosure.None } group:
                return OfSeveral(group, work);
            default:
                return null;
        }
    }

    static (RealSet, string)? OfSeveral(Group group, Work work)
    {
        List<(RealSet Set, string Name)> parts = [];
        foreach (Term item in group.Items)
        {
            if (Solved(item, work) is not { } part || (parts.Count > 0 && part.Name != parts[0].Name)) return null;
            parts.Add(part);
        }
        RealSet? both = parts[0].Set, either = parts[0].Set;
        foreach ((RealSet set, _) in parts.Skip(1))
        {
            both = both?.Intersection(set, work);
            either = either?.Union(set, work);
        }
        // A comma between conditions means "and" unless that leaves nothing.
        RealSet? result = group.Alternatives || both is { IsEmpty: true } ? either : both;
        return result is null ? null : (result, parts[0].Name);
    }

    static (RealSet, string)? OfChain(Relation relation, Work work)
    {
        RealSet? set = null;
        string? name = null;
        for (int i = 0; i < relation.Operators.Length; i++)
        {
            (Term left, RelationOperator o, Term right) = (relation.Items[i], relation.Operators[i], relation.Items[i + 1]);
            if (Free.Any(right)) (left, o, right) = (right, Relation.Turned(o), left);
            if (Free.Any(right) || Variable(left) is not { } variable || (name is not null && name != variable)) return null;
            if (Link(left, o, right, work) is not { } part) return null;
            name = variable;
            set = set is null ? part : set.Intersection(part, work);
            if (set is null) return null;
        }
        return set is not null && name is not null ? (set, name) : null;
    }

    static string? Variable(Term term) => term is Call { Name: "abs", Arguments: [Symbol s] } ? s.Name : Assignments.IsName(term) ? Assignments.NameKey(term) : null;

    static RealSet? Link(Term left, RelationOperator o, Term right, Work work)
    {
        if (left is Call { Name: "abs", Arguments: [Symbol] }) return OfAbsolute(o, right, work);
        bool open = o is RelationOperator.Less or RelationOperator.Greater;
        return o switch
        {
            RelationOperator.Less or RelationOperator.LessOrEqual => RealSet.Of(MinusInfinity, right, true, open, work),
            RelationOperator.Greater or RelationOperator.GreaterOrEqual => RealSet.Of(right, PlusInfinity, open, true, work),
            RelationOperator.NotEqual => RealSet.OfPoints([right], work)?.Complement(),
            RelationOperator.Equal => RealSet.OfPoints([right], work),
            _ => null,
        };
    }

    static RealSet? OfAbsolute(RelationOperator o, Term right, Work work)
    {
        Term negative = new Product([Number.Of(-1), right]);
        bool open = o is RelationOperator.Less or RelationOperator.Greater;
        return o switch
        {
            RelationOperator.Less or RelationOperator.LessOrEqual => RealSet.Of(negative, right, open, open, work),
            RelationOperator.Greater or RelationOperator.GreaterOrEqual => RealSet.Of(negative, right, !open, !open, work)?.Complement(),
            RelationOperator.Equal => RealSet.OfPoints([negative, right], work),
            _ => null,
        };
    }
}
