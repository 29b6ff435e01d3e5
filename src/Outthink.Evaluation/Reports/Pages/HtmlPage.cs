using System.Net;
using System.Text;
using Outthink.Evaluation.Reports.Plots;

namespace Outthink.Evaluation.Reports.Pages;

/// <summary>A page as one HTML file: figures and style inside, no script, nothing asked for elsewhere; for narrow and wide windows, light and dark.</summary>
public static class HtmlPage
{
    public static string Of(ReportPage page)
    {
        ArgumentNullException.ThrowIfNull(page);
        StringBuilder html = new();
        html.Append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n");
        html.Append("<title>").Append(Text(page.Title)).Append("</title>\n<style>\n").Append(HtmlStyle.Sheet).Append("</style>\n</head>\n<body>\n<main>\n");
        html.Append("<h1>").Append(Text(page.Title)).Append("</h1>\n");
        Contents(html, page);
        for (int i = 0; i < page.Sections.Length; i++) Write(html, page.Sections[i], i);
        return html.Append("</main>\n</body>\n</html>\n").ToString();
    }

    static void Contents(StringBuilder html, ReportPage page)
    {
        html.Append("<nav><ul>");
        for (int i = 0; i < page.Sections.Length; i++) html.Append($"<li><a href=\"#part{i}\">").Append(Text(page.Sections[i].Heading)).Append("</a></li>");
        html.Append("</ul></nav>\n");
    }

    static void Write(StringBuilder html, ReportSection section, int number)
    {
        html.Append($"<section id=\"part{number}\">\n<h2>").Append(Text(section.Heading)).Append("</h2>\n");
        foreach (string paragraph in section.Paragraphs) html.Append("<p>").Append(Text(paragraph)).Append("</p>\n");
        foreach (ReportTable table in section.Tables) Write(html, table);
        Write(html, section.Figures);
        foreach (FoldedFigures folded in section.Folded)
        {
            html.Append("<details><summary>").Append(Text(folded.Heading)).Append("</summary>\n");
            Write(html, folded.Figures);
            html.Append("</details>\n");
        }
        html.Append("</section>\n");
    }

    static void Write(StringBuilder html, ReportTable table)
    {
        string[] cell = [.. table.Headers.Select((_, c) => table.IsNumeric(c) ? " class=\"n\"" : "")];
        html.Append("<div class=\"wide\" tabindex=\"0\"><table>\n<thead><tr>");
        foreach ((int c, string header) in table.Headers.Index()) html.Append($"<th scope=\"col\"{cell[c]}>").Append(Text(header)).Append("</th>");
        html.Append("</tr></thead>\n<tbody>\n");
        foreach (var row in table.Rows)
        {
            html.Append("<tr>");
            foreach ((int c, string text) in row.Index()) html.Append($"<td{cell[c]}>").Append(Text(text)).Append("</td>");
            html.Append("</tr>\n");
        }
        html.Append("</tbody></table></div>\n");
    }

    static void Write(StringBuilder html, IReadOnlyCollection<Figure> figures)
    {
        if (figures.Count == 0) return;
        html.Append("<div class=\"figures\">\n");
        foreach (Figure figure in figures)
            html.Append("<figure><figcaption>").Append(Text(figure.Title)).Append("</figcaption>").Append(InlineSvg.Of(figure)).Append("</figure>\n");
        html.Append("</div>\n");
    }

    static string Text(string text) => WebUtility.HtmlEncode(text);
}
