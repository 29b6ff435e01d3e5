using System.Collections.Immutable;

namespace Outthink.Engine.Text.Templates;

/// <summary>A value of a template, with Python's meaning. Immutable but for <see cref="Namespace"/>.</summary>
abstract class Value
{
    Value() { }

    public static Value Null { get; } = new None();
    public static Value True { get; } = new Boolean(true);
    public static Value False { get; } = new Boolean(false);

    public static Value Of(bool value) => value ? True : False;

    public static Value Of(MarkedText text) => new Text(text);

    /// <summary>Text that a value brought, or that was made of one.</summary>
    public static Value OfValue(string text) => new Text(MarkedText.OfValue(text));

    /// <summary>The absence of a value; prints as nothing, and most uses of it are faults.</summary>
    public sealed class Undefined(string name) : Value
    {
        public string Name => name;
    }

    public sealed class None : Value;

    public sealed class Boolean(bool content) : Value
    {
        public bool Content => content;
    }

    public sealed class Integer(long content) : Value
    {
        public long Content => content;
    }

    public sealed class Real(double content) : Value
    {
        public double Content => content;
    }

    public sealed class Text(MarkedText content) : Value
    {
        public MarkedText Content => content;
    }

    public sealed class Items(ImmutableArray<Value> content) : Value
    {
        public ImmutableArray<Value> Content => content;
    }

    public sealed class Mapping(OrderedDictionary<string, Value> content) : Value
    {
        public OrderedDictionary<string, Value> Content => content;
    }

    /// <summary>The one thing a template can change after it is made.</summary>
    public sealed class Namespace(Dictionary<string, Value> content) : Value
    {
        public Dictionary<string, Value> Content => content;
    }

    public sealed class Function(Func<Arguments, Value> call) : Value
    {
        public Value Call(Arguments arguments) => call(arguments);
    }
}
