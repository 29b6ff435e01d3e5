using System.Collections.Immutable;
using Outthink.Answers.Values;

namespace Outthink.Answers.Comparison;

/// <summary>Equations that only name their value: <c>x = 5</c>, <c>f(2) = 3</c>, <c>AB = 4</c>, <c>A : B = 1</c>.</summary>
internal static class Assignments
{
    /// <summary>The value of an equation between a name and a value, with the name; null when it is no such equation.</summary>
    public static (Term Name, Term Value)? Of(Term term) => term switch
    {
        Relation { Items: [var left, var right], Operators: [RelationOperator.Equal or RelationOperator.In] } => IsName(left) && !Mentions(right, left) ? (left, right)
            : IsName(right) && !IsName(left) && !Free.Any(left) ? (right, left)
            : IsAsked(left) && !Free.Any(right) ? (left, right) : null,
        _ => null,
    };

    // sin A = 3/5 says what sin A is; an equation in ln x would rather be solved.
    static bool IsAsked(Term term) =>
        term is Call { Name: "sin" or "cos" or "tan" or "cot" or "sec" or "csc" or "det" or "dim" or "rank" or "deg" or "arg" or "norm" or "max" or "min" or "gcd" or "lcm" } && Free.Any(term);

    /// <summary>Whether a term is a name: a variable, letters side by side, an applied letter, a length, a ratio or tuple of names.</summary>
    public static bool IsName(Term term) => term switch
    {
        Symbol => true,
        Product p => p.Items.All(static t => t is Symbol) || (p.Items is [Symbol, Number or Symbol or Group { Enclosure: Enclosure.Round } or Call { Name: "given" }]),
        Call { Name: "f" or "g" } => true,
        Call { Name: [_], Arguments: [_] } => true,
        Matrix m => m.Rows.All(static r => r.All(static t => t is Symbol)),
        Binder { Name: "diff", Body: Symbol } => true,
        Call { Name: "abs", Arguments: [var inner] } => inner is Product p && p.Items.All(static t => t is Symbol { Name: [>= 'A' and <= 'Z'] }),
        Call call => call.Name[0] is 'f' or 'g' && call.Name.Length > 1 && call.Name[1] is '\'' or '_',
        Ratio r => r.Items.All(IsName),
        Group { Enclosure: Enclosure.Round } g => g.Items.All(static t => t is Symbol),
        Words => true,
        _ => false,
    };

    // y = y + 1 names nothing.
    static bool Mentions(Term value, Term name) => name is Symbol symbol && Free.Contains(value, t => t is Symbol s && s.Name == symbol.Name);

    /// <summary>
    /// A bare list without the names of its items (x = 1, x = 2 and x = 1, 2 are 1, 2); null when they have none, or different ones.
    /// </summary>
    /// <param name="list">The list.</param>
    /// <param name="numbered">Whether names may differ in their number: x_1 = 1, x_2 = 2.</param>
    public static Group? Bare(Group list, bool numbered = false)
    {
        (Term Name, Term Value)?[] named = [.. list.Items.Select(Of)];
        if (named[0] is not { } first || Free.Any(first.Value)) return null;
        List<Term> values = [];
        for (int i = 0; i < named.Length; i++)
        {
            if (named[i] is { } item)
            {
                if (Key(item.Name) != Key(first.Name)) return null;
                values.Add(item.Value);
            }
            else if (list.Items[i] is Relation) return null;
            else values.Add(list.Items[i]);
        }
        return new Group(Enclosure.None, [.. values]);

        string Key(Term name) => numbered && name is Symbol { Name: [var letter, '_', ..] } ? letter.ToString() : NameKey(name);
    }

    /// <summary>A name as text, for comparing names; what an applied letter is applied to does not matter.</summary>
    public static string NameKey(Term name) => name switch
    {
        Symbol s => s.Name,
        Product { Items: [Symbol head, Symbol { Name: [>= 'a' and <= 'z'] }] } when char.IsAsciiLetterUpper(head.Name[0]) => head.Name + "()",
        Call { Arguments: [Symbol] } call => call.Name + "()",
        _ => CanonicalKey.Structural(name, new Work(2000)),
    };

    /// <summary>All values of a list of items with different names, in order; null when an item has none or two have the same.</summary>
    public static ImmutableArray<Term>? Coordinates(ImmutableArray<Term> items)
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (Term item in items)
            if (Of(item) is not { } named || !names.Add(NameKey(named.Name))) return null;
        return Values(items);
    }

    /// <summary>All values of a list of named items, whatever the names; null when an item has none.</summary>
    public static ImmutableArray<Term>? Values(ImmutableArray<Term> items)
    {
        List<Term> values = [];
        foreach (Term item in items)
        {
            if (Of(item) is not { } named) return null;
            values.Add(named.Value);
        }
        return [.. values];
    }
}
