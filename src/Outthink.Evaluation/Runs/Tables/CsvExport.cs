using System.Globalization;
using System.Text;
using Outthink.Evaluation.Runs.Storage;

namespace Outthink.Evaluation.Runs.Tables;

/// <summary>A table as comma-separated text (RFC 4180, lines ended by \n, UTF-8): a missing value is an empty field, an empty text is "".</summary>
public static class CsvExport
{
    public static void Write(RunFile run, RunTable table, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(table);
        using StreamWriter writer = new(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true) { NewLine = "\n" };
        writer.WriteLine(string.Join(',', table.Columns.Select(c => c.Name)));
        foreach (object?[] record in table.Read(run)) writer.WriteLine(string.Join(',', record.Select(Field)));
    }

    static string Field(object? value) => value switch
    {
        null => "",
        bool flag => flag ? "true" : "false",
        string text => text.Length == 0 || text.AsSpan().ContainsAny(",\"\r\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text,
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => throw new ArgumentException($"A field cannot be a {value.GetType().Name}.", nameof(value)),
    };
}
