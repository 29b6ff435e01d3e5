using System.Text.RegularExpressions;
using Outthink.Evaluation.Reports.Pages;
using Outthink.Evaluation.Reports.Plots;

namespace Outthink.Evaluation.Tests.Reports.Pages;

public sealed class PageTests
{
    const string Hostile = "<script>alert('x')</script>|`a`_b_&[c](d)\n# e";

    static readonly ReportPage Page = new()
    {
        Title = Hostile,
        Sections =
        [
            new()
            {
                Heading = Hostile,
                Paragraphs = [Hostile],
                Tables = [new(["name", Hostile], [[Hostile, "12.3 (10.0–15.0)"], ["–", "> 4 ×"]])],
                Figures = [new Chart { Name = "figure-1", Title = Hostile, X = new("N", Scale.Doubling), Y = new("%", Scale.Percent), Series = [new(Hostile, 0, [new(1, 2, 1, 3)])] }],
                Folded = [new(Hostile, [new BarChart { Name = "figure-2", Title = "bars", Label = "tokens", Parts = ["a"], Bars = [new(Hostile, [1])] }])],
            },
        ],
    };

    [Fact]
    public void The_page_needs_nothing_else_and_runs_nothing()
    {
        string html = HtmlPage.Of(Page);
        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<link", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("@import", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotMatch(new Regex("""\s(src|srcset|action|data|poster|on\w+)\s*="""), html);
        Assert.All(Regex.Matches(html, "href=\"([^\"]*)\"").Select(m => m.Groups[1].Value), h => Assert.StartsWith("#", h, StringComparison.Ordinal));
        Assert.All(Regex.Matches(html, @"url\(([^)]*)\)").Select(m => m.Groups[1].Value), u => Assert.StartsWith("#", u, StringComparison.Ordinal));
        Assert.Equal(["http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"], Regex.Matches(html, "https?://[^\"'<> ]+").Select(m => m.Value).Distinct()); // names of XML, never asked for
        Assert.Contains("prefers-color-scheme: dark", html, StringComparison.Ordinal);
        Assert.Contains("width=device-width", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_stand_as_text_and_numbers_to_the_right()
    {
        string html = HtmlPage.Of(Page);
        Assert.Contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;", html, StringComparison.Ordinal);
        Assert.Contains("<td class=\"n\">12.3 (10.0–15.0)</td>", html, StringComparison.Ordinal);
        Assert.Contains("<td class=\"n\">&gt; 4 &#215;</td>", html, StringComparison.Ordinal);
        Assert.Equal(2, Regex.Count(html, "<svg "));
    }

    [Fact]
    public void In_markdown_no_name_means_anything()
    {
        string text = MarkdownPage.Of(Page, "plots");
        string[] lines = text.Split('\n');
        Assert.Equal(4, lines.Count(l => l.StartsWith('|')));
        Assert.All(lines.Where(l => l.StartsWith('|')), l => Assert.Equal(3, Regex.Count(l, @"(?<!\\)\|")));
        Assert.DoesNotMatch(@"(?<!\\)<", text);
        Assert.Contains(@"\`a\`\_b\_&amp;\[c\](d) \# e", text, StringComparison.Ordinal);
        Assert.Equal(["plots/figure-1.svg", "plots/figure-2.svg"], Regex.Matches(text, @"\]\((plots/[^)]*)\)").Select(m => m.Groups[1].Value));
    }

    [Fact]
    public void A_folder_has_the_page_the_text_and_two_files_a_figure()
    {
        string folder = Directory.CreateTempSubdirectory("outthink-report-").FullName;
        try
        {
            string path = ReportFolder.Write(Page, Path.Combine(folder, "new"));
            Assert.Equal(HtmlPage.Of(Page), File.ReadAllText(path));
            Assert.Equal(
                ["plots/figure-1.png", "plots/figure-1.svg", "plots/figure-2.png", "plots/figure-2.svg", "report.html", "report.md"],
                Directory.EnumerateFiles(Path.Combine(folder, "new"), "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(Path.Combine(folder, "new"), f).Replace('\\', '/')).Order(StringComparer.Ordinal));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
