using System.Text;

namespace Outthink.Engine.Text.Templates;

/// <summary>Text that is made of a value; what it holds is counted before it is held.</summary>
sealed class BoundedWriter(Meter meter)
{
    readonly StringBuilder text = new();

    public Meter Meter => meter;

    public void Append(string part)
    {
        meter.Characters(part.Length);
        text.Append(part);
    }

    public void Append(char c)
    {
        meter.Characters(1);
        text.Append(c);
    }

    /// <summary>Elements between brackets, with commas.</summary>
    public void Sequence<T>(string open, string close, IEnumerable<T> elements, Action<T> write)
    {
        meter.At(meter.Line);
        Append(open);
        var isFirst = true;
        foreach (var element in elements)
        {
            if (!isFirst)
                Append(", ");
            isFirst = false;
            meter.Steps(1);
            write(element);
        }
        Append(close);
    }

    public override string ToString() => text.ToString();
}
