namespace Outthink.Engine.Text.Templates;

/// <summary>The tests that chat templates use: "value is name".</summary>
static class ValueTests
{
    public static bool Holds(string name, Value value, Arguments given) => name switch
    {
        "defined" => value is not Value.Undefined,
        "undefined" => value is Value.Undefined,
        "none" => value is Value.None,
        "true" => value is Value.Boolean { Content: true },
        "false" => value is Value.Boolean { Content: false },
        "boolean" => value is Value.Boolean,
        "integer" => value is Value.Integer,
        "float" => value is Value.Real,
        "number" => value is Value.Integer or Value.Real or Value.Boolean,
        "string" => value is Value.Text,
        "mapping" => value is Value.Mapping,
        "iterable" => value is Value.Text or Value.Items or Value.Mapping or Value.Undefined,
        "sequence" => value is Value.Text or Value.Items or Value.Mapping or Value.Undefined,
        "callable" => value is Value.Function,
        "odd" => Integer(value, given) % 2 != 0,
        "even" => Integer(value, given) % 2 == 0,
        "divisibleby" => given.Integer(0, "num", 1) is not 0 and var divisor && Integer(value, given) % divisor == 0,
        "equalto" or "eq" or "==" or "sameas" => Comparison.AreEqual(value, given.Get(0, "other"), given.Meter),
        "ne" or "!=" => !Comparison.AreEqual(value, given.Get(0, "other"), given.Meter),
        "lt" or "<" or "lessthan" => Comparison.Compare(value, given.Get(0, "other"), given.Meter) < 0,
        "le" or "<=" => Comparison.Compare(value, given.Get(0, "other"), given.Meter) <= 0,
        "gt" or ">" or "greaterthan" => Comparison.Compare(value, given.Get(0, "other"), given.Meter) > 0,
        "ge" or ">=" => Comparison.Compare(value, given.Get(0, "other"), given.Meter) >= 0,
        "in" => Comparison.Contains(given.Get(0, "seq"), value, given.Meter),
        _ => throw given.Meter.Fault($"there is no test '{name}'"),
    };

    static long Integer(Value value, Arguments given) =>
        value is Value.Integer integer ? integer.Content : throw given.Meter.Fault($"{Printing.Kind(value)} is not a whole number");
}
