using System.Buffers.Binary;
using System.Text;
using System.Xml.Linq;
using FsCheck.Xunit;
using Outthink.Evaluation.Reports.Plots;

namespace Outthink.Evaluation.Tests.Reports.Plots;

public sealed class FigureFileTests
{
    const string Hostile = "<script>alert(1)</script> & \"x\" \0\u0001\ud800 ]]>";

    public static TheoryData<string> Kinds => ["empty", "no-points", "single", "many", "hostile", "unit", "bars", "no-bars", "empty-bars"];

    static Figure Figure(string kind) => kind switch
    {
        "empty" => Chart(kind),
        "no-points" => Chart(kind, new Series("a", 1, [])),
        "single" => Chart(kind, new Series("a", 1, [new(16, 50, 40, 60)])),
        "many" => Chart(kind, [.. Enumerable.Range(0, 12).Select(s => new Series($"series {s}", s, [.. Enumerable.Range(0, 7).Select(i => new ChartPoint(1 << i, 50 + i + s, 40 + i, 70))]))]),
        "hostile" => Chart(kind, new Series(Hostile, 0, [new(1, 0, 0, 1), new(2, double.NaN, 0, 1), new(-1, 5, 0, 10)])) with { Title = Hostile },
        "unit" => Chart(kind, new Series("a", 2, [new(0, 0, 0, 0.2), new(1, 1, 0.9, 1)])) with { X = new("score", Scale.Unit), Y = new("right", Scale.Unit), HasDiagonal = true },
        "bars" => Bars(kind, new Bar("one", [1, 2]), new Bar(Hostile, [0, 0])),
        "no-bars" => Bars(kind),
        _ => Bars(kind, new Bar("nothing", [0, 0])),
    };

    static Chart Chart(string name, params Series[] series) =>
        new() { Name = name, Title = "A title", X = new("N", Scale.Doubling), Y = new("accuracy %", Scale.Percent), Series = [.. series] };

    static BarChart Bars(string name, params Bar[] bars) => new() { Name = name, Title = "Bars", Label = "tokens", Parts = ["first", "second"], Bars = [.. bars] };

    [Theory, MemberData(nameof(Kinds))]
    public void Every_figure_is_valid_xml_with_axes_and_a_png_of_its_size(string kind)
    {
        Figure figure = Figure(kind);
        XElement svg = XDocument.Parse(FigureFile.Svg(figure)).Root!;
        Assert.Equal("http://www.w3.org/2000/svg", svg.Name.NamespaceName);
        string[] size = ((string)svg.Attribute("viewBox")!).Split(' ');
        Assert.Equal(4, size.Length);
        Assert.Contains(svg.Descendants(), e => e.Name.LocalName == "path");
        Assert.Contains(svg.Descendants(), e => e.Name.LocalName == "text");
        Assert.DoesNotContain(svg.DescendantsAndSelf(), e => e.Name.LocalName == "script");

        byte[] png = FigureFile.Png(figure);
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10], png[..8]);
        Assert.Equal((2 * int.Parse(size[2], null), 2 * int.Parse(size[3], null)), (BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20))));
    }

    [Fact]
    public void Points_and_names_are_drawn_where_they_belong()
    {
        XElement svg = XDocument.Parse(FigureFile.Svg(Figure("many"))).Root!;
        string[] texts = [.. svg.Descendants().Where(e => e.Name.LocalName == "text").Select(e => e.Value)];
        Assert.Empty(new[] { "1", "2", "64", "accuracy %", "series 0", "series 11", "A title" }.Except(texts));
        // Series 2 and 10 share a colour and its circles: seven points each, and one in the legend.
        Assert.Equal(2 * (7 + 1), svg.Descendants().Count(e => e.Name.LocalName == "ellipse" && (string?)e.Attribute("fill") == "#0B6FC2"));
    }

    [Theory, MemberData(nameof(Kinds))]
    public void In_a_page_colours_are_variables_and_names_are_the_figures_own(string kind)
    {
        XElement svg = XElement.Parse(InlineSvg.Of(Figure(kind)));
        XAttribute[] attributes = [.. svg.DescendantsAndSelf().Attributes()];
        Assert.DoesNotContain(attributes, a => a.Name.LocalName is "fill" or "stroke" && a.Value.StartsWith('#'));
        Assert.Contains(attributes, a => a.Value == "var(--ink)");
        string[] ids = [.. attributes.Where(a => a.Name.LocalName == "id").Select(a => a.Value)];
        Assert.All(ids, id => Assert.StartsWith(kind + "-", id, StringComparison.Ordinal));
        foreach (XAttribute used in attributes.Where(a => a.Value.StartsWith("url(#", StringComparison.Ordinal))) Assert.Contains(used.Value[5..^1], ids);
    }

    [Property(MaxTest = 25)]
    public void Any_name_can_be_drawn(byte[] bytes)
    {
        string name = Encoding.Unicode.GetString(bytes);
        XElement svg = XDocument.Parse(FigureFile.Svg(Chart("any", new Series(name, 0, [new(1, 2, 1, 3)])) with { Title = name })).Root!;
        Assert.Equal(LabelText.Of(name), (string?)svg.Attribute("aria-label"));
    }

    [Fact]
    public void Labels_are_one_line_of_what_can_be_read()
    {
        Assert.Equal("a b", LabelText.Of("a\nb"));
        Assert.Equal("–", LabelText.Of(" \0"));
        Assert.Equal(new string('x', 48) + "…", LabelText.Of(new string('x', 100)));
        Assert.Equal("x é 数", LabelText.Of("x é 数"));
        Assert.Equal(2, LabelText.TitleOf(string.Concat(Enumerable.Repeat("ten chars ", 7))).Split('\n').Length);
    }
}
