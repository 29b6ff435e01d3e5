using System.Xml;
using System.Xml.Linq;
using ScottPlot;

namespace Outthink.Evaluation.Reports.Plots;

/// <summary>Figures as files of their own, in colours for light paper.</summary>
public static class FigureFile
{
    /// <summary>A PNG has so many pixels for each of the figure.</summary>
    const int Sharpness = 2;

    /// <summary>An SVG document.</summary>
    public static string Svg(Figure figure) => SvgOf(figure, isTitled: true).ToString();

    /// <summary>A PNG image. Letters need a font on the machine.</summary>
    public static byte[] Png(Figure figure)
    {
        ArgumentNullException.ThrowIfNull(figure);
        using Plot plot = Drawing.Of(figure, isTitled: true);
        plot.ScaleFactor = Sharpness;
        return plot.GetImageBytes(Sharpness * Drawing.Width, Sharpness * Drawing.HeightOf(figure), ImageFormat.Png);
    }

    /// <summary>The drawing with a title for those who cannot see it, its size given as what it may be scaled from, and its texts in whatever font the reader has.</summary>
    internal static XElement SvgOf(Figure figure, bool isTitled)
    {
        ArgumentNullException.ThrowIfNull(figure);
        int height = Drawing.HeightOf(figure);
        using Plot plot = Drawing.Of(figure, isTitled);
        XElement root = XDocument.Parse(plot.GetSvgXml(Drawing.Width, height)).Root!;
        root.SetAttributeValue("width", null);
        root.SetAttributeValue("height", null);
        root.SetAttributeValue("viewBox", $"0 0 {Drawing.Width} {height}");
        root.SetAttributeValue("role", "img");
        root.SetAttributeValue("aria-label", LabelText.Of(figure.Title));
        root.AddFirst(new XElement(root.Name.Namespace + "title", LabelText.Of(figure.Title)));
        foreach (XElement text in root.Descendants(root.Name.Namespace + "text")) Loosen(text);
        Renumber(root);
        return root;
    }

    /// <summary>The library counts its names over all drawings of a process; here they begin anew, so that equal figures are equal files.</summary>
    static void Renumber(XElement root)
    {
        Dictionary<string, string> names = [];
        foreach (XAttribute id in root.Descendants().Attributes("id"))
        {
            string part = $"part{names.Count + 1}";
            names.Add(id.Value, part);
            id.Value = part;
        }
        foreach (XAttribute attribute in root.Descendants().Attributes())
            if (attribute.Value.StartsWith("url(#", StringComparison.Ordinal) && names.TryGetValue(attribute.Value[5..^1], out string? name)) attribute.Value = $"url(#{name})";
    }

    /// <summary>Letters were placed one by one for the font of this machine; held at the start, middle or end, as the text was, any font will do.</summary>
    static void Loosen(XElement text)
    {
        string content = text.Value.Trim();
        double[] places = [.. ((string?)text.Attribute("x") ?? "0").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(XmlConvert.ToDouble)];
        double size = (double?)text.Attribute("font-size") ?? 14, start = places.FirstOrDefault();
        double width = places.Length > 1 ? (places[^1] - start) * places.Length / (places.Length - 1) : 0.6 * size;
        string anchor = (Math.Abs(start), Math.Abs(start + width / 2), Math.Abs(start + width)) switch
        {
            var (left, middle, right) when left <= middle && left <= right => "start",
            var (_, middle, right) when middle <= right => "middle",
            _ => "end",
        };
        text.Value = content;
        text.SetAttributeValue("x", "0");
        text.SetAttributeValue("y", ((string?)text.Attribute("y") ?? "0").TrimEnd(',', ' '));
        text.SetAttributeValue("text-anchor", anchor);
        text.SetAttributeValue("font-family", "system-ui, 'DejaVu Sans', sans-serif");
    }
}
