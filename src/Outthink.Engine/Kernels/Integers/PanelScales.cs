using Outthink.Engine.Weights;

namespace Outthink.Engine.Kernels.Integers;

/// <summary>
/// Scales of quantised panels in no more bits than the file's. Plain types have for each panel and block 16 half-precision
/// scales and, where they have minima, 16 minima. Nested ones (the K types) have for each panel and super-block of 256
/// 16 half-precision scales (and minima), then for each group 16 bytes that multiply them (and the minima's 16).
/// </summary>
internal sealed unsafe class PanelScales : IDisposable
{
    const int Columns = CodeFormat.Columns;
    const int HalfBytes = Columns * sizeof(ushort);

    readonly CodeFormat format;
    readonly NativeBuffer bytes;

    public PanelScales(TensorType type, CodeFormat format, int panels, int depth)
    {
        this.format = format;
        IsNested = IsNestedType(type);
        (BlocksPerUnit, UnitBytes) = UnitOf(type, format);
        GroupsPerUnit = BlocksPerUnit * format.Groups;
        PanelBytes = BytesFor(type, format, depth);
        bytes = new((panels * PanelBytes + 3) / 4);
    }

    /// <summary>Whether scales are products of a super-block's scale and a group's byte.</summary>
    public bool IsNested { get; }

    /// <summary>Blocks of 32 that are described together.</summary>
    public int BlocksPerUnit { get; }

    public int GroupsPerUnit { get; }

    /// <summary>Bytes from a panel's scales to the next's.</summary>
    public long PanelBytes { get; }

    public CodeFormat Format => format;

    public long ByteLength => bytes.Length * sizeof(float);

    int UnitBytes { get; }

    /// <summary>Whether a type's scales are products of a super-block's scale and a group's byte.</summary>
    public static bool IsNestedType(TensorType type) =>
        type is TensorType.Q2_K or TensorType.Q3_K or TensorType.Q4_K or TensorType.Q5_K or TensorType.Q6_K;

    /// <summary>Bytes of the scales of a panel of this depth.</summary>
    public static long BytesFor(TensorType type, CodeFormat format, long depth)
    {
        var (blocks, bytes) = UnitOf(type, format);
        return depth / CodeFormat.Block / blocks * bytes;
    }

    /// <summary>16 half-precision scales of a unit of a panel.</summary>
    public ushort* Scales(int panel, int unit) => (ushort*)((byte*)bytes.Pointer + panel * PanelBytes + unit * (long)UnitBytes);

    /// <summary>16 half-precision minima, where the format has them.</summary>
    public ushort* Minima(int panel, int unit) => Scales(panel, unit) + Columns;

    /// <summary>16 factors of a group's scales, where they are nested.</summary>
    public sbyte* ScaleFactors(int panel, int unit, int group) =>
        (sbyte*)(Scales(panel, unit) + (format.HasMinimum ? 2 : 1) * Columns) + group * Columns;

    /// <summary>16 factors of a group's minima, where they are nested.</summary>
    public sbyte* MinimumFactors(int panel, int unit, int group) => ScaleFactors(panel, unit, GroupsPerUnit + group);

    /// <summary>The scale and minimum (to be subtracted) of one column's group, counted along the whole depth.</summary>
    public (float Scale, float Minimum) At(int panel, int group, int column)
    {
        var unit = group / GroupsPerUnit;
        var scale = Widen(Scales(panel, unit)[column]);
        var minimum = format.HasMinimum ? Widen(Minima(panel, unit)[column]) : 0;
        return IsNested
            ? (scale * ScaleFactors(panel, unit, group % GroupsPerUnit)[column], format.HasMinimum ? minimum * MinimumFactors(panel, unit, group % GroupsPerUnit)[column] : 0)
            : (scale, 0 - minimum);
    }

    public void Dispose() => bytes.Dispose();

    /// <summary>Blocks that are described together, and the bytes that do.</summary>
    static (int Blocks, int Bytes) UnitOf(TensorType type, CodeFormat format)
    {
        var kinds = format.HasMinimum ? 2 : 1;
        return IsNestedType(type) ? (8, kinds * (HalfBytes + 8 * format.Groups * Columns)) : (1, kinds * HalfBytes);
    }

    static float Widen(ushort bits) => (float)BitConverter.UInt16BitsToHalf(bits);
}
