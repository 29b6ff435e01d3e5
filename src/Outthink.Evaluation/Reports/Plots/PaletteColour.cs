namespace Outthink.Evaluation.Reports.Plots;

/// <summary>A colour of the figures.</summary>
/// <param name="Name">Its CSS variable, without the hyphens.</param>
/// <param name="Light">As #rrggbb in small letters, unique in the palette: a page finds it in a drawing by this.</param>
/// <param name="Dark">The same on dark paper.</param>
internal sealed record PaletteColour(string Name, string Light, string Dark);
