namespace Outthink.Engine.Kernels.Integers;

/// <summary>
/// Where quantised activations of up to 6 rows lie, block of 32 after block: the bytes as [8][row][4], then for each
/// row 7 values of 4 bytes, each as [row]: the scale; the negated sums of all bytes, of the first 16 and of the last 16
/// (integers); the same three times the scale (floats).
/// </summary>
internal static class ActivationTile
{
    /// <summary>Rows that a kernel takes at a time.</summary>
    public const int Rows = 6;

    /// <summary>Bytes of a row's block.</summary>
    public const int RowBytes = CodeFormat.Block + 7 * sizeof(float);

    /// <summary>Bytes from a block of a tile with <paramref name="rows"/> rows to its scales.</summary>
    public static int Scales(int rows) => CodeFormat.Block * rows;

    /// <summary>Bytes to the negated sums of group <paramref name="group"/> of <paramref name="groups"/>.</summary>
    public static int Sums(int rows, int groups, int group) => Scales(rows) + (groups == 1 ? 1 : 2 + group) * sizeof(int) * rows;

    /// <summary>Bytes to the same, times the scale.</summary>
    public static int ScaledSums(int rows, int groups, int group) => Sums(rows, groups, group) + 3 * sizeof(float) * rows;
}
