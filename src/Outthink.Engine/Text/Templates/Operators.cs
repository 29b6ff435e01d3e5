using System.Collections.Immutable;

namespace Outthink.Engine.Text.Templates;

/// <summary>Operators between two values, as in Python; whole numbers beyond 64 bits are faults.</summary>
static class Operators
{
    public static Value Apply(string name, Value left, Value right, Meter meter) => name switch
    {
        "==" => Value.Of(Comparison.AreEqual(left, right, meter)),
        "!=" => Value.Of(!Comparison.AreEqual(left, right, meter)),
        "<" => Value.Of(Comparison.Compare(left, right, meter) < 0),
        "<=" => Value.Of(Comparison.Compare(left, right, meter) <= 0),
        ">" => Value.Of(Comparison.Compare(left, right, meter) > 0),
        ">=" => Value.Of(Comparison.Compare(left, right, meter) >= 0),
        "in" => Value.Of(Comparison.Contains(right, left, meter)),
        "~" => Join(Printing.Show(left, meter), Printing.Show(right, meter), meter),
        "+" when left is Value.Text a && right is Value.Text b => Join(a.Content, b.Content, meter),
        "+" when left is Value.Items a && right is Value.Items b => Join(a.Content, b.Content, meter),
        "*" when left is Value.Text text && right is Value.Integer count => Repeat(text.Content, count.Content, meter),
        _ when left is Value.Integer a && right is Value.Integer b => Whole(name, a.Content, b.Content, meter),
        _ when Comparison.AsNumber(left) is { } a && Comparison.AsNumber(right) is { } b => Broken(name, a, b, meter),
        _ => throw meter.Fault($"'{name}' does not go between {Printing.Kind(left)} and {Printing.Kind(right)}"),
    };

    static Value Join(MarkedText left, MarkedText right, Meter meter)
    {
        meter.Characters((long)left.Length + right.Length);
        return Value.Of(MarkedText.Concat(left, right));
    }

    static Value.Items Join(ImmutableArray<Value> left, ImmutableArray<Value> right, Meter meter)
    {
        meter.Steps((long)left.Length + right.Length);
        return new(left.AddRange(right));
    }

    static Value Repeat(MarkedText text, long count, Meter meter)
    {
        if (count <= 0 || text.Length == 0)
            return Value.Of(MarkedText.Empty);
        meter.Characters(count > long.MaxValue / text.Length ? long.MaxValue : count * text.Length);
        var parts = new MarkedText[count];
        Array.Fill(parts, text);
        return Value.Of(MarkedText.Concat(parts));
    }

    static Value Whole(string name, long a, long b, Meter meter)
    {
        if (b == 0 && name is "/" or "//" or "%")
            throw meter.Fault("a division by zero");
        try
        {
            return name switch
            {
                "+" => new Value.Integer(checked(a + b)),
                "-" => new Value.Integer(checked(a - b)),
                "*" => new Value.Integer(checked(a * b)),
                "/" => new Value.Real((double)a / b),
                "//" => new Value.Integer(checked(a / b) - (a % b != 0 && (a < 0) != (b < 0) ? 1 : 0)),
                "%" => new Value.Integer(b == -1 ? 0 : (a % b + b) % b),
                "**" => Broken(name, a, b, meter) is Value.Real { Content: var power } && b >= 0 && Math.Abs(power) < 1L << 53 ? new Value.Integer((long)power) : throw new OverflowException(),
                _ => throw meter.Fault($"'{name}' does not go between whole numbers"),
            };
        }
        catch (OverflowException)
        {
            throw meter.Fault($"{a} {name} {b} is out of range");
        }
    }

    static Value.Real Broken(string name, double a, double b, Meter meter) => new(name switch
    {
        "+" => a + b,
        "-" => a - b,
        "*" => a * b,
        "/" => b == 0 ? throw meter.Fault("a division by zero") : a / b,
        "//" => b == 0 ? throw meter.Fault("a division by zero") : Math.Floor(a / b),
        "%" => b == 0 ? throw meter.Fault("a division by zero") : a - b * Math.Floor(a / b),
        "**" => Math.Pow(a, b),
        _ => throw meter.Fault($"'{name}' does not go between numbers"),
    });
}
