using System.Collections.Immutable;

namespace Outthink.Evaluation.Reports.Pages;

/// <summary>A table of texts; columns of numbers are set to the right.</summary>
/// <param name="Headers">One a column.</param>
/// <param name="Rows">As many cells each.</param>
public sealed record ReportTable(ImmutableArray<string> Headers, ImmutableArray<ImmutableArray<string>> Rows)
{
    /// <summary>What numbers, their intervals and their units are written with.</summary>
    const string NumberSigns = "0123456789.,()–−+-% ×kMGTPe>to/";

    /// <summary>Whether every cell that says something is a number.</summary>
    internal bool IsNumeric(int column)
    {
        string[] cells = [.. Rows.Select(r => r[column]).Where(c => c is not ("" or "–"))];
        return cells.Length > 0 && Array.TrueForAll(cells, c => c.Any(char.IsAsciiDigit) && c.All(NumberSigns.Contains));
    }
}
