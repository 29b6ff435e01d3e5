using System.Xml.Linq;

namespace Outthink.Evaluation.Reports.Plots;

/// <summary>Figures as parts of a page, whose style sheet gives the colours.</summary>
internal static class InlineSvg
{
    static readonly Dictionary<string, string> Variables = Palette.All.ToDictionary(c => c.Light, c => $"var(--{c.Name})", StringComparer.OrdinalIgnoreCase);

    /// <summary>The SVG element; the names in it are unique in a page as the figure's is.</summary>
    public static string Of(Figure figure)
    {
        XElement root = FigureFile.SvgOf(figure, isTitled: false);
        foreach (XAttribute attribute in root.DescendantsAndSelf().Attributes())
        {
            if (Variables.TryGetValue(attribute.Value, out string? variable)) attribute.Value = variable;
            else if (attribute.Name.LocalName == "id") attribute.Value = $"{figure.Name}-{attribute.Value}";
            else if (attribute.Value.StartsWith("url(#", StringComparison.Ordinal)) attribute.Value = $"url(#{figure.Name}-{attribute.Value[5..]}";
        }
        return root.ToString(SaveOptions.DisableFormatting);
    }
}
