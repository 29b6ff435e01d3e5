using Outthink.Engine.Kernels;

namespace Outthink.Engine.Models;

/// <summary>
/// Angles of the rotary embedding for neighbouring pairs: for each position headDim cosines (each twice), then headDim
/// sines (−sin, +sin). Grows with the positions that are met; computed in double precision.
/// </summary>
internal sealed class RotaryTable(LlamaWeights weights) : IDisposable
{
    readonly ModelConfig config = weights.Config;
    readonly double[] frequencies = weights.Config.RopeScaling.Frequencies(weights.Config.HeadDim, weights.Config.RopeBase, weights.RotaryFactors);
    int positions;

    public NativeBuffer Angles { get; } = new();

    /// <summary>Makes the table reach <paramref name="count"/> positions. Not while a pass reads it.</summary>
    public void Reach(int count)
    {
        if (count <= positions)
            return;
        positions = Math.Min(config.ContextLength, Math.Max(count, Math.Max(256, positions * 2)));
        var (dim, magnitude) = (config.HeadDim, config.RopeScaling.Magnitude);
        Angles.Reserve(positions * 2L * dim);
        for (var position = 0; position < positions; position++)
        {
            var row = Angles.Span(position * 2L * dim, 2 * dim);
            for (var i = 0; i < dim; i += 2)
            {
                var angle = position * frequencies[i / 2];
                row[i] = row[i + 1] = (float)(magnitude * Math.Cos(angle));
                row[dim + i + 1] = (float)(magnitude * Math.Sin(angle));
                row[dim + i] = -row[dim + i + 1];
            }
        }
    }

    public void Dispose() => Angles.Dispose();
}
