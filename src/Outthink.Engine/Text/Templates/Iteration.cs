using System.Collections.Immutable;

namespace Outthink.Engine.Text.Templates;

/// <summary>What a loop goes over.</summary>
static class Iteration
{
    public static ImmutableArray<Value> Of(Value value, Meter meter)
    {
        switch (value)
        {
            case Value.Items items:
                meter.Steps(items.Content.Length);
                return items.Content;
            case Value.Mapping mapping:
                meter.Steps(mapping.Content.Count);
                return [.. mapping.Content.Keys.Select(Value.OfValue)];
            case Value.Text text:
                meter.Steps(text.Content.Length);
                return [.. Enumerable.Range(0, text.Content.Count).Select(i => Value.Of(text.Content.Cut(i, 1)))];
            case Value.Undefined:
                return [];
            default:
                throw meter.Fault($"{Printing.Kind(value)} has no elements to go over");
        }
    }

    /// <summary>Key and value of each entry, as lists of two.</summary>
    public static Value.Items Entries(Value.Mapping mapping, Meter meter)
    {
        meter.Steps(mapping.Content.Count);
        return new([.. mapping.Content.Select(entry => new Value.Items([Value.OfValue(entry.Key), entry.Value]))]);
    }

    /// <summary>Python's range.</summary>
    public static Value Range(Arguments given)
    {
        var hasStart = given.Positional.Length > 1;
        var (start, stop, step) = (hasStart ? given.Integer(0, "start", 0) : 0, given.Integer(hasStart ? 1 : 0, "stop", 0), given.Integer(2, "step", 1));
        if (step == 0)
            throw given.Meter.Fault("a range's step is not 0");
        var span = step > 0 ? (Int128)stop - start : (Int128)start - stop;
        var count = span <= 0 ? 0 : (span + Int128.Abs(step) - 1) / Int128.Abs(step);
        given.Meter.Steps(count > int.MaxValue ? int.MaxValue : (long)count);
        var elements = ImmutableArray.CreateBuilder<Value>((int)count);
        for (var i = 0; i < (int)count; i++)
            elements.Add(new Value.Integer(start + i * step));
        return new Value.Items(elements.MoveToImmutable());
    }

    /// <summary>Python's slice of a list or a text; each bound is null or a whole number.</summary>
    public static Value Slice(Value value, long? start, long? stop, long step, Meter meter)
    {
        if (step == 0)
            throw meter.Fault("a slice's step is not 0");
        var text = (value as Value.Text)?.Content;
        var items = value is Value.Items list ? list.Content : [];
        if (text is null && value is not Value.Items)
            throw meter.Fault($"{Printing.Kind(value)} cannot be sliced");
        var length = text?.Count ?? items.Length;
        var (low, high) = step > 0 ? (0L, (long)length) : (-1L, length - 1L);
        var first = start is { } a ? Math.Clamp(a < 0 ? a + length : a, low, high) : step > 0 ? low : high;
        var end = stop is { } b ? Math.Clamp(b < 0 ? b + length : b, low, high) : step > 0 ? high : low;
        meter.Steps(Math.Abs(end - first) / Math.Max(1, Math.Abs(step == long.MinValue ? long.MaxValue : step)));
        if (text is not null && step == 1)
        {
            meter.Characters(Math.Max(0, end - first));
            return Value.Of(text.Cut((int)first, (int)Math.Max(0, end - first)));
        }
        List<int> places = [];
        for (var i = (Int128)first; step > 0 ? i < end : i > end; i += step)
            places.Add((int)i);
        return text is not null
            ? Value.Of(MarkedText.Concat([.. places.Select(i => text.Cut(i, 1))]))
            : new Value.Items([.. places.Select(i => items[i])]);
    }
}
