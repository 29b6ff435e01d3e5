namespace Outthink.Engine.Kernels.Integers;

/// <summary>The oracle: one product at a time.</summary>
internal sealed unsafe class ScalarIntegerKernel : IntegerKernel
{
    protected override int MostPanels(CodeFormat format) => 1;

    protected override void Multiply(in TileWork work)
    {
        var (format, rows) = (work.Format, work.Rows);
        byte* activations = work.Activations, codes = work.Codes;
        var scales = (float*)work.Scales;
        for (var block = 0; block < work.Blocks; block++)
        {
            for (var group = 0; group < format.Groups; group++)
            {
                for (var row = 0; row < rows; row++)
                {
                    var scale = ((float*)(activations + ActivationTile.Scales(rows)))[row];
                    var scaledSum = ((float*)(activations + ActivationTile.ScaledSums(rows, format.Groups, group)))[row];
                    for (var column = 0; column < CodeFormat.Columns; column++)
                    {
                        var sum = 0;
                        for (var k = group * format.Group; k < (group + 1) * format.Group; k++)
                            sum += (IntegerPanels.CodeAt(format, codes, k, column) - format.Offset) * ((sbyte*)activations)[(k / 4 * rows + row) * 4 + k % 4];
                        ref var to = ref work.Output[row * (long)work.OutputStride + column];
                        to = MathF.FusedMultiplyAdd(sum, scales[group * CodeFormat.Columns + column] * scale, to);
                        if (format.HasMinimum)
                            to = MathF.FusedMultiplyAdd(scales[(format.Groups + group) * CodeFormat.Columns + column], scaledSum, to);
                    }
                }
            }
            activations += rows * ActivationTile.RowBytes;
            codes += format.BlockBytes;
            scales += format.ScaleFloats;
        }
    }

    protected override void Expand(PanelScales scales, int panel, int block, int count, float* to)
    {
        var format = scales.Format;
        for (var i = 0; i < count; i++, to += format.ScaleFloats)
        {
            for (var group = 0; group < format.Groups; group++)
            {
                for (var column = 0; column < CodeFormat.Columns; column++)
                {
                    var (scale, minimum) = scales.At(panel, (block + i) * format.Groups + group, column);
                    to[group * CodeFormat.Columns + column] = scale;
                    if (format.HasMinimum)
                        to[(format.Groups + group) * CodeFormat.Columns + column] = minimum;
                }
            }
        }
    }
}
