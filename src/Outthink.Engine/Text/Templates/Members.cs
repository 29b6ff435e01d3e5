using System.Globalization;

namespace Outthink.Engine.Text.Templates;

/// <summary>Attributes and elements of values.</summary>
static class Members
{
    /// <summary>"value.name": a method before an entry, as in Python.</summary>
    public static Value Attribute(Value value, string name, Meter meter) => value switch
    {
        Value.Undefined => throw meter.Fault($"{Printing.Kind(value)} has no '{name}'"),
        Value.Text text => TextMethods.Find(text.Content, name) ?? new Value.Undefined(name),
        Value.Mapping mapping => (Value?)Method(mapping, name) ?? mapping.Content.GetValueOrDefault(name) ?? new Value.Undefined(name),
        Value.Namespace space => space.Content.GetValueOrDefault(name) ?? new Value.Undefined(name),
        _ => new Value.Undefined(name),
    };

    /// <summary>"value[key]": an entry before a method.</summary>
    public static Value Element(Value value, Value key, Meter meter) => (value, key) switch
    {
        (Value.Undefined, _) => throw meter.Fault($"{Printing.Kind(value)} has no elements"),
        (Value.Mapping mapping, Value.Text name) => mapping.Content.GetValueOrDefault(name.Content.Text) ?? (Value?)Method(mapping, name.Content.Text) ?? new Value.Undefined(name.Content.Text),
        (Value.Items items, Value.Integer place) => At(items.Content.Length, place.Content) is { } i ? items.Content[i] : new Value.Undefined("element"),
        (Value.Text text, Value.Integer place) => At(text.Content.Count, place.Content) is { } i ? Value.Of(text.Content.Cut(i, 1)) : new Value.Undefined("element"),
        (_, Value.Text name) => Attribute(value, name.Content.Text, meter),
        _ => new Value.Undefined("element"),
    };

    /// <summary>"a.b.0" from a value, as filters name attributes.</summary>
    public static Value Path(Value value, string path, Meter meter)
    {
        foreach (var name in path.Split('.'))
        {
            meter.Steps(1);
            if (value is Value.Undefined)
                return value;
            value = long.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var place)
                ? Element(value, new Value.Integer(place), meter)
                : Element(value, Value.OfValue(name), meter);
        }
        return value;
    }

    static int? At(int length, long place)
    {
        if (place < 0)
            place += length;
        return place >= 0 && place < length ? (int)place : null;
    }

    static Value.Function? Method(Value.Mapping mapping, string name) => name switch
    {
        "items" => new(given => Iteration.Entries(mapping, given.Meter)),
        "keys" => new(given => new Value.Items(Iteration.Of(mapping, given.Meter))),
        "values" => new(given =>
        {
            given.Meter.Steps(mapping.Content.Count);
            return new Value.Items([.. mapping.Content.Values]);
        }),
        "get" => new(given => mapping.Content.GetValueOrDefault(given.Text(0, "key").Text) ?? given.Find(1, "default") ?? Value.Null),
        _ => null,
    };
}
