using System.Collections.Immutable;
using System.Globalization;

namespace Outthink.Engine.Text.Templates;

/// <summary>The filters that chat templates use: "value | name(arguments)".</summary>
static class Filters
{
    public const string Names = "abs, capitalize, default, first, float, int, items, join, last, length, list, lower, map, reject, rejectattr, replace, reverse, safe, select, selectattr, string, title, tojson, trim, upper";

    /// <summary>The filtered value, or null when there is no filter of that name.</summary>
    public static Value? Apply(string name, Value value, Arguments given) => name switch
    {
        "trim" => TextMethods.Strip(Text(name, value, given), given, start: true, end: true),
        "upper" => TextMethods.Cased(Text(name, value, given), given.Meter, (c, _) => char.ToUpperInvariant(c)),
        "lower" => TextMethods.Cased(Text(name, value, given), given.Meter, (c, _) => char.ToLowerInvariant(c)),
        "capitalize" or "title" => ((Value.Function)TextMethods.Find(Text(name, value, given), name)!).Call(given),
        "replace" => TextMethods.Replace(Text(name, value, given), given),
        "string" or "safe" => Value.Of(Printing.Show(value, given.Meter)),
        "tojson" => JsonText.Write(value, given),
        "length" or "count" => new Value.Integer(Length(value, given.Meter)),
        "default" or "d" => IsMissing(value, given) ? given.Find(0, "default_value") ?? Value.Of(MarkedText.Empty) : value,
        "int" => Int(value, given),
        "float" => new Value.Real(Number(value) ?? 0),
        "abs" => value is Value.Integer integer ? Operators.Apply(integer.Content < 0 ? "*" : "+", integer, new Value.Integer(integer.Content < 0 ? -1 : 0), given.Meter) : new Value.Real(Math.Abs(Number(value) ?? 0)),
        "list" => new Value.Items(Iteration.Of(value, given.Meter)),
        "first" => Iteration.Of(value, given.Meter) is { IsEmpty: false } items ? items[0] : new Value.Undefined("first of nothing"),
        "last" => Iteration.Of(value, given.Meter) is { IsEmpty: false } items ? items[^1] : new Value.Undefined("last of nothing"),
        "reverse" => Reverse(value, given.Meter),
        "items" => value is Value.Mapping mapping ? Iteration.Entries(mapping, given.Meter) : throw given.Meter.Fault($"{Printing.Kind(value)} has no items"),
        "join" => Join(value, given),
        "map" => new Value.Items([.. Iteration.Of(value, given.Meter).Select(element => Map(element, given))]),
        "select" => Where(value, given, element => Selected(element, given, 0), wanted: true),
        "reject" => Where(value, given, element => Selected(element, given, 0), wanted: false),
        "selectattr" => Where(value, given, element => Selected(Members.Path(element, given.Text(0, "attribute").Text, given.Meter), given, 1), wanted: true),
        "rejectattr" => Where(value, given, element => Selected(Members.Path(element, given.Text(0, "attribute").Text, given.Meter), given, 1), wanted: false),
        _ => null,
    };

    static MarkedText Text(string name, Value value, Arguments given) => value switch
    {
        Value.Text text => text.Content,
        Value.Undefined => throw given.Meter.Fault($"{Printing.Kind(value)} cannot be filtered by '{name}'"),
        _ => Printing.Show(value, given.Meter),
    };

    static bool IsMissing(Value value, Arguments given) =>
        value is Value.Undefined || (given.Find(1, "boolean") is { } also && Comparison.IsTrue(also) && !Comparison.IsTrue(value));

    static long Length(Value value, Meter meter) => value switch
    {
        Value.Text text => text.Content.Count,
        Value.Items items => items.Content.Length,
        Value.Mapping mapping => mapping.Content.Count,
        Value.Undefined => 0,
        _ => throw meter.Fault($"{Printing.Kind(value)} has no length"),
    };

    static double? Number(Value value) => value is Value.Text text
        ? double.TryParse(text.Content.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null
        : Comparison.AsNumber(value);

    static Value Int(Value value, Arguments given) => value switch
    {
        Value.Integer => value,
        Value.Text text when long.TryParse(text.Content.Text.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) => new Value.Integer(whole),
        _ => Number(value) is { } number && Math.Abs(number) < 1L << 53 ? new Value.Integer((long)number) : new Value.Integer(given.Integer(0, "default", 0)),
    };

    static Value Reverse(Value value, Meter meter)
    {
        if (value is not Value.Text text)
            return new Value.Items([.. Iteration.Of(value, meter).Reverse()]);
        meter.Steps(text.Content.Length);
        return Value.Of(MarkedText.Concat([.. Enumerable.Range(1, text.Content.Count).Select(i => text.Content.Cut(text.Content.Count - i, 1))]));
    }

    static Value Join(Value value, Arguments given)
    {
        var separator = given.Find(0, "d") is { } d ? Printing.Show(d, given.Meter) : MarkedText.Empty;
        var attribute = given.Find(1, "attribute") is Value.Text path ? path.Content.Text : null;
        List<MarkedText> parts = [];
        foreach (var element in Iteration.Of(value, given.Meter))
        {
            if (parts.Count > 0)
                parts.Add(separator);
            parts.Add(Printing.Show(attribute is null ? element : Members.Path(element, attribute, given.Meter), given.Meter));
            given.Meter.Characters((long)separator.Length + parts[^1].Length);
        }
        return Value.Of(MarkedText.Concat([.. parts]));
    }

    static Value Map(Value element, Arguments given)
    {
        if (given.Named.GetValueOrDefault("attribute") is Value.Text attribute)
        {
            var member = Members.Path(element, attribute.Content.Text, given.Meter);
            return member is Value.Undefined && given.Named.GetValueOrDefault("default") is { } otherwise ? otherwise : member;
        }
        var name = given.Text(0, "filter").Text;
        if (name is "map" or "select" or "reject" or "selectattr" or "rejectattr")
            throw given.Meter.Fault($"'map' does not take the filter '{name}'");
        return Apply(name, element, new(name, given.Positional[1..], [], given.Meter)) ?? throw given.Meter.Fault($"there is no filter '{name}'; there are {Names}");
    }

    static Value.Items Where(Value value, Arguments given, Func<Value, bool> isSelected, bool wanted) =>
        new([.. Iteration.Of(value, given.Meter).Where(element => isSelected(element) == wanted)]);

    /// <summary>Whether the value is true, or passes the test that stands at this place of the arguments.</summary>
    static bool Selected(Value value, Arguments given, int place)
    {
        if (place >= given.Positional.Length)
            return Comparison.IsTrue(value);
        var name = given.Text(place, "test").Text;
        return ValueTests.Holds(name, value, new(name, given.Positional[(place + 1)..], [], given.Meter));
    }
}
