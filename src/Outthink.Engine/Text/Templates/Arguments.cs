using System.Collections.Immutable;

namespace Outthink.Engine.Text.Templates;

/// <summary>What a function, filter, test or method is called with.</summary>
sealed class Arguments(string callee, ImmutableArray<Value> positional, Dictionary<string, Value> named, Meter meter)
{
    public Meter Meter => meter;

    public ImmutableArray<Value> Positional => positional;

    public IReadOnlyDictionary<string, Value> Named => named;

    /// <summary>The argument at this place or of this name; null when neither is given.</summary>
    public Value? Find(int place, string name) =>
        place < positional.Length ? positional[place] : named.GetValueOrDefault(name);

    public Value Get(int place, string name) =>
        Find(place, name) ?? throw meter.Fault($"'{callee}' lacks the argument '{name}'");

    public MarkedText Text(int place, string name) =>
        Get(place, name) is Value.Text text ? text.Content : throw meter.Fault($"'{callee}' needs text as '{name}'");

    public long Integer(int place, string name, long otherwise) => Find(place, name) switch
    {
        null or Value.None => otherwise,
        Value.Integer integer => integer.Content,
        _ => throw meter.Fault($"'{callee}' needs a whole number as '{name}'"),
    };
}
