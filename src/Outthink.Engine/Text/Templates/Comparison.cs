namespace Outthink.Engine.Text.Templates;

/// <summary>What is true, equal, less, and contained, as in Python.</summary>
static class Comparison
{
    public static bool IsTrue(Value value) => value switch
    {
        Value.Undefined or Value.None => false,
        Value.Boolean boolean => boolean.Content,
        Value.Integer integer => integer.Content != 0,
        Value.Real real => real.Content != 0,
        Value.Text text => text.Content.Length > 0,
        Value.Items items => !items.Content.IsEmpty,
        Value.Mapping mapping => mapping.Content.Count > 0,
        _ => true,
    };

    public static bool AreEqual(Value left, Value right, Meter meter)
    {
        meter.At(meter.Line);
        switch (left, right)
        {
            case (Value.Text a, Value.Text b):
                meter.Characters(Math.Min(a.Content.Length, b.Content.Length));
                return a.Content.Equals(b.Content);
            case (Value.Items a, Value.Items b):
                return a.Content.Length == b.Content.Length && a.Content.Zip(b.Content).All(pair => AreEqual(pair.First, pair.Second, meter));
            case (Value.Mapping a, Value.Mapping b):
                return a.Content.Count == b.Content.Count
                    && a.Content.All(entry => b.Content.TryGetValue(entry.Key, out var other) && AreEqual(entry.Value, other, meter));
            case (Value.None, Value.None) or (Value.Undefined, Value.Undefined):
                return true;
            case (Value.Integer a, Value.Integer b):
                return a.Content == b.Content;
            default:
                return AsNumber(left) is { } x && AsNumber(right) is { } y ? x == y : ReferenceEquals(left, right);
        }
    }

    /// <summary>Below 0, 0 or above 0.</summary>
    public static int Compare(Value left, Value right, Meter meter)
    {
        if (left is Value.Text a && right is Value.Text b)
        {
            meter.Characters(Math.Min(a.Content.Length, b.Content.Length));
            return string.CompareOrdinal(a.Content.Text, b.Content.Text);
        }
        if (left is Value.Integer i && right is Value.Integer j)
            return i.Content.CompareTo(j.Content);
        return AsNumber(left) is { } x && AsNumber(right) is { } y
            ? x.CompareTo(y)
            : throw meter.Fault($"{Printing.Kind(left)} and {Printing.Kind(right)} have no order");
    }

    public static bool Contains(Value container, Value item, Meter meter)
    {
        switch (container)
        {
            case Value.Text text when item is Value.Text part:
                meter.Search(text.Content, part.Content);
                return text.Content.Text.Contains(part.Content.Text, StringComparison.Ordinal);
            case Value.Items items:
                return items.Content.Any(element => AreEqual(element, item, meter));
            case Value.Mapping mapping:
                return item is Value.Text key && mapping.Content.ContainsKey(key.Content.Text);
            case Value.Undefined:
                return false;
            default:
                throw meter.Fault($"{Printing.Kind(container)} cannot hold {Printing.Kind(item)}");
        }
    }

    /// <summary>Booleans count as 0 and 1.</summary>
    public static double? AsNumber(Value value) => value switch
    {
        Value.Boolean boolean => boolean.Content ? 1 : 0,
        Value.Integer integer => integer.Content,
        Value.Real real => real.Content,
        _ => null,
    };
}
