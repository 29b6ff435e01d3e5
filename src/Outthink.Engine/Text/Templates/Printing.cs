using System.Globalization;

namespace Outthink.Engine.Text.Templates;

/// <summary>Values as text, as Python prints them.</summary>
static class Printing
{
    /// <summary>What an output shows. Text keeps its marks; anything else is a value's.</summary>
    public static MarkedText Show(Value value, Meter meter)
    {
        if (value is Value.Text text)
            return text.Content;
        var writer = new BoundedWriter(meter);
        Write(value, writer, isInside: false);
        return MarkedText.OfValue(writer.ToString());
    }

    /// <summary>A value's kind, for messages.</summary>
    public static string Kind(Value value) => value switch
    {
        Value.Undefined undefined => $"'{undefined.Name}', which is not defined,",
        Value.None => "none",
        Value.Boolean => "a truth value",
        Value.Integer or Value.Real => "a number",
        Value.Text => "text",
        Value.Items => "a list",
        Value.Mapping => "a mapping",
        Value.Namespace => "a namespace",
        _ => "a function",
    };

    public static string Number(double value)
    {
        if (!double.IsFinite(value))
            return double.IsNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
        var text = value.ToString("R", CultureInfo.InvariantCulture).Replace('E', 'e');
        return text.AsSpan().ContainsAny('.', 'e') ? text : text + ".0";
    }

    static void Write(Value value, BoundedWriter writer, bool isInside)
    {
        switch (value)
        {
            case Value.Undefined:
                break;
            case Value.None:
                writer.Append("None");
                break;
            case Value.Boolean boolean:
                writer.Append(boolean.Content ? "True" : "False");
                break;
            case Value.Integer integer:
                writer.Append(integer.Content.ToString(CultureInfo.InvariantCulture));
                break;
            case Value.Real real:
                writer.Append(Number(real.Content));
                break;
            case Value.Text text when isInside:
                Quote(text.Content.Text, writer);
                break;
            case Value.Text text:
                writer.Append(text.Content.Text);
                break;
            case Value.Items items:
                writer.Sequence("[", "]", items.Content, element => Write(element, writer, isInside: true));
                break;
            case Value.Mapping mapping:
                writer.Sequence("{", "}", mapping.Content, entry =>
                {
                    Quote(entry.Key, writer);
                    writer.Append(": ");
                    Write(entry.Value, writer, isInside: true);
                });
                break;
            default:
                throw writer.Meter.Fault($"{Kind(value)} cannot be printed");
        }
    }

    static void Quote(string text, BoundedWriter writer)
    {
        var quote = text.Contains('\'') && !text.Contains('"') ? '"' : '\'';
        writer.Append(quote);
        foreach (var c in text)
        {
            writer.Append(c switch
            {
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                '\\' => "\\\\",
                _ when c == quote => "\\" + c,
                _ => c.ToString(),
            });
        }
        writer.Append(quote);
    }
}
