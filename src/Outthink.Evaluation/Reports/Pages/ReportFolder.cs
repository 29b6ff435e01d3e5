using Outthink.Evaluation.Reports.Plots;

namespace Outthink.Evaluation.Reports.Pages;

/// <summary>A page on disk: <c>report.html</c>, which needs nothing beside it, <c>report.md</c>, and every figure as SVG and PNG in <c>plots/</c>.</summary>
public static class ReportFolder
{
    const string Plots = "plots";

    /// <summary>Writes all files, over those of an earlier report; figures that it no longer has stay.</summary>
    /// <returns>The page's path.</returns>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public static string Write(ReportPage page, string folder)
    {
        ArgumentNullException.ThrowIfNull(page);
        string plots = Directory.CreateDirectory(Path.Combine(folder, Plots)).FullName, html = Path.Combine(folder, "report.html");
        foreach (Figure figure in page.Sections.SelectMany(s => s.Figures.Concat(s.Folded.SelectMany(f => f.Figures))))
        {
            File.WriteAllText(Path.Combine(plots, figure.Name + ".svg"), FigureFile.Svg(figure));
            File.WriteAllBytes(Path.Combine(plots, figure.Name + ".png"), FigureFile.Png(figure));
        }
        File.WriteAllText(Path.Combine(folder, "report.md"), MarkdownPage.Of(page, Plots));
        File.WriteAllText(html, HtmlPage.Of(page));
        return html;
    }
}
