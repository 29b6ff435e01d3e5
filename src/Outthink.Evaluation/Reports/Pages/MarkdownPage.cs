using System.Text;
using Outthink.Evaluation.Reports.Plots;

namespace Outthink.Evaluation.Reports.Pages;

/// <summary>A page as Markdown with tables; its figures are the files beside it.</summary>
public static class MarkdownPage
{
    const string Special = "\\`*_[]<>|#~$";

    /// <param name="page">The page.</param>
    /// <param name="figures">Folder of the figures' SVG files as seen from the Markdown file, with forward slashes.</param>
    public static string Of(ReportPage page, string figures)
    {
        ArgumentNullException.ThrowIfNull(page);
        StringBuilder text = new();
        text.Append("# ").Append(Escape(page.Title)).Append('\n');
        foreach (ReportSection section in page.Sections)
        {
            text.Append("\n## ").Append(Escape(section.Heading)).Append('\n');
            foreach (string paragraph in section.Paragraphs) text.Append('\n').Append(Escape(paragraph)).Append('\n');
            foreach (ReportTable table in section.Tables) Write(text, table);
            foreach (Figure figure in section.Figures.Concat(section.Folded.SelectMany(f => f.Figures)))
                text.Append("\n![").Append(Escape(figure.Title)).Append($"]({figures}/{figure.Name}.svg)\n");
        }
        return text.ToString();
    }

    static void Write(StringBuilder text, ReportTable table)
    {
        text.Append("\n|");
        foreach (string header in table.Headers) text.Append(' ').Append(Escape(header)).Append(" |");
        text.Append("\n|");
        for (int c = 0; c < table.Headers.Length; c++) text.Append(table.IsNumeric(c) ? "---:|" : "---|");
        text.Append('\n');
        foreach (var row in table.Rows)
        {
            text.Append('|');
            foreach (string cell in row) text.Append(' ').Append(Escape(cell)).Append(" |");
            text.Append('\n');
        }
    }

    /// <summary>One line in which no character means anything to Markdown or HTML.</summary>
    static string Escape(string text)
    {
        StringBuilder escaped = new(text.Length);
        foreach (char c in text)
        {
            if (char.IsControl(c)) escaped.Append(' ');
            else if (c == '&') escaped.Append("&amp;");
            else if (Special.Contains(c, StringComparison.Ordinal)) escaped.Append('\\').Append(c);
            else escaped.Append(c);
        }
        return escaped.ToString();
    }
}
