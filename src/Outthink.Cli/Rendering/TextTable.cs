using Spectre.Console;

namespace Outthink.Cli.Rendering;

/// <summary>A table: drawn on a screen, aligned plain text elsewhere. Columns whose cells are all numbers align right.</summary>
internal sealed class TextTable(params string[] headers)
{
    readonly List<string[]> rows = [];

    public void Add(params string[] cells) => rows.Add(cells);

    public void WriteTo(Terminal terminal)
    {
        // A table wider than the screen would be drawn cut; plain lines are wrapped whole.
        if (terminal.Screen is { } screen && WidthDrawn() <= screen.Profile.Width) Draw(screen);
        else foreach (string line in Lines()) terminal.Out.WriteLine(line);
    }

    public IEnumerable<string> Lines()
    {
        int[] widths = Widths();
        bool[] isNumeric = [.. headers.Select((_, c) => IsNumeric(c))];
        foreach (string[] row in rows.Prepend(headers))
            yield return string.Join("  ", row.Select((cell, c) => isNumeric[c] ? cell.PadLeft(widths[c]) : cell.PadRight(widths[c]))).TrimEnd();
    }

    int[] Widths() => [.. headers.Select((h, c) => rows.Select(r => r[c].Length).Append(h.Length).Max())];

    int WidthDrawn() => Widths().Sum(w => w + 3) + 1;

    void Draw(IAnsiConsole screen)
    {
        Table table = new Table().Border(TableBorder.Rounded);
        for (int c = 0; c < headers.Length; c++)
        {
            TableColumn column = new TableColumn(headers[c].EscapeMarkup()).NoWrap();
            table.AddColumn(IsNumeric(c) ? column.RightAligned() : column);
        }
        foreach (string[] row in rows) table.AddRow([.. row.Select(Markup.Escape)]);
        screen.Write(table);
    }

    bool IsNumeric(int column) => rows.Any(r => r[column].Length > 0) && rows.All(r => r[column].Length == 0 || char.IsDigit(r[column][0]) || r[column][0] is '-' or '+');
}
