using System.Globalization;

namespace Outthink.Engine.Text.Templates;

/// <summary>The filter "tojson", with the spaces and the unescaped letters that Hugging Face's has (json.dumps with ensure_ascii off).</summary>
static class JsonText
{
    public static Value Write(Value value, Arguments given)
    {
        var indent = given.Named.GetValueOrDefault("indent") is Value.Integer { Content: >= 0 and <= 16 } spaces ? (int)spaces.Content : -1;
        var writer = new BoundedWriter(given.Meter);
        Write(value, writer, indent, 0);
        return Value.OfValue(writer.ToString());
    }

    static void Write(Value value, BoundedWriter writer, int indent, int depth)
    {
        switch (value)
        {
            case Value.None:
                writer.Append("null");
                break;
            case Value.Boolean boolean:
                writer.Append(boolean.Content ? "true" : "false");
                break;
            case Value.Integer integer:
                writer.Append(integer.Content.ToString(CultureInfo.InvariantCulture));
                break;
            case Value.Real real:
                writer.Append(Printing.Number(real.Content));
                break;
            case Value.Text text:
                Quote(text.Content.Text, writer);
                break;
            case Value.Items items:
                Lines('[', ']', items.Content, writer, indent, depth, element => Write(element, writer, indent, depth + 1));
                break;
            case Value.Mapping mapping:
                Lines('{', '}', mapping.Content, writer, indent, depth, entry =>
                {
                    Quote(entry.Key, writer);
                    writer.Append(": ");
                    Write(entry.Value, writer, indent, depth + 1);
                });
                break;
            default:
                throw writer.Meter.Fault($"{Printing.Kind(value)} has no JSON");
        }
    }

    static void Lines<T>(char open, char close, IEnumerable<T> elements, BoundedWriter writer, int indent, int depth, Action<T> write)
    {
        writer.Meter.At(writer.Meter.Line);
        writer.Append(open);
        var isEmpty = true;
        foreach (var element in elements)
        {
            if (!isEmpty)
                writer.Append(indent < 0 ? ", " : ",");
            isEmpty = false;
            Break(depth + 1);
            write(element);
        }
        if (!isEmpty)
            Break(depth);
        writer.Append(close);

        void Break(int level)
        {
            if (indent < 0)
                return;
            writer.Meter.Characters((long)indent * level);
            writer.Append("\n" + new string(' ', indent * level));
        }
    }

    static void Quote(string text, BoundedWriter writer)
    {
        writer.Append('"');
        foreach (var c in text)
        {
            writer.Append(c switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                '\b' => "\\b",
                '\f' => "\\f",
                < ' ' => $"\\u{(int)c:x4}",
                _ => c.ToString(),
            });
        }
        writer.Append('"');
    }
}
