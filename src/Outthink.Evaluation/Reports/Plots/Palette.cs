using System.Collections.Immutable;

namespace Outthink.Evaluation.Reports.Plots;

/// <summary>Colours of the figures for light paper, each with what a page calls it and its value on dark paper.</summary>
internal static class Palette
{
    public static PaletteColour Ink { get; } = new("ink", "#1b1f24", "#e6e9ed");

    public static PaletteColour Grid { get; } = new("grid", "#d9dee4", "#363d46");

    public static PaletteColour Paper { get; } = new("paper", "#fffffe", "#15191e");

    /// <summary>Told apart on both papers, and by most colour-blind readers.</summary>
    public static ImmutableArray<PaletteColour> Series { get; } =
    [
        new("s0", "#6b7280", "#9aa4b2"),
        new("s1", "#c2620a", "#f39a4a"),
        new("s2", "#0b6fc2", "#5cb0f5"),
        new("s3", "#11865a", "#3fc78f"),
        new("s4", "#8a4fc9", "#bd92f0"),
        new("s5", "#d1244f", "#ff7391"),
        new("s6", "#0e8c99", "#45c8d4"),
        new("s7", "#9a7b00", "#d9b52e"),
    ];

    public static IEnumerable<PaletteColour> All => [Ink, Grid, Paper, .. Series];

    public static PaletteColour Of(int series) => Series[series % Series.Length];
}
