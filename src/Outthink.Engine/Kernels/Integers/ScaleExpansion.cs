using System.Runtime.CompilerServices;

namespace Outthink.Engine.Kernels.Integers;

/// <summary>Scales as floats, [block][group][16] and then that block's minima; exact, since a half times a byte fits a float.</summary>
internal static unsafe class ScaleExpansion<V, L> where V : struct where L : struct, ILanes<V>
{
    const int Columns = CodeFormat.Columns;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(PanelScales scales, int panel, int block, int count, float* to)
    {
        var format = scales.Format;
        for (var i = 0; i < count; i++, to += format.ScaleFloats)
        {
            var (unit, inner) = ((block + i) / scales.BlocksPerUnit, (block + i) % scales.BlocksPerUnit);
            var minima = to + format.Groups * Columns;
            for (var lane = 0; lane < Columns; lane += L.Count)
            {
                var scale = L.WidenHalf(scales.Scales(panel, unit) + lane);
                var minimum = format.HasMinimum ? L.WidenHalf(scales.Minima(panel, unit) + lane) : default;
                if (!scales.IsNested)
                {
                    L.Store(to + lane, scale);
                    if (format.HasMinimum)
                        L.Store(minima + lane, L.Subtract(L.Broadcast(0), minimum));
                    continue;
                }
                for (var group = 0; group < format.Groups; group++)
                {
                    var g = inner * format.Groups + group;
                    L.Store(to + group * Columns + lane, L.Multiply(scale, L.WidenInt8(scales.ScaleFactors(panel, unit, g) + lane)));
                    if (format.HasMinimum)
                        L.Store(minima + group * Columns + lane, L.Multiply(minimum, L.WidenInt8(scales.MinimumFactors(panel, unit, g) + lane)));
                }
            }
        }
    }
}
