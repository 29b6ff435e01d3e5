using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Outthink.Training.Kernels;
using Outthink.Training.Network;

namespace Outthink.Training.Optimisation;

/// <summary>
/// AdamW with clipping by the global norm; embeddings learn at 4/√d of the rate, norms do not decay. The same pass
/// keeps an average of the weights (Polyak and Juditsky 1992): the plain mean of the first 1/(1−decay) updates, an
/// exponential one from then on, so it leans to no start.
/// </summary>
internal sealed unsafe class AdamW(Transformer network)
{
    /// <summary>What an older average weighs after an update.</summary>
    internal const float AverageDecay = 0.998f;

    private const float Beta1 = 0.9f, Beta2 = 0.98f, Epsilon = 1e-8f, Decay = 0.02f, Clip = 1f;
    private readonly FloatBuffer _first = new(network.Layout.Count);
    private readonly FloatBuffer _second = new(network.Layout.Count);
    private readonly FloatBuffer _average = new(network.Layout.Count);

    internal Span<float> FirstMoments => new(_first.Pointer, network.Layout.Count);

    internal Span<float> SecondMoments => new(_second.Pointer, network.Layout.Count);

    internal Span<float> AverageWeights => new(_average.Pointer, network.Layout.Count);

    /// <summary>One step along the network's gradients; <paramref name="update"/> counts from 0.</summary>
    internal void Step(int update, float rate)
    {
        var scale = MathF.Min(1, Clip / (Norm(network.Gradients) + 1e-12f));
        var correction1 = 1 - MathF.Pow(Beta1, update + 1);
        var correction2 = 1 - MathF.Pow(Beta2, update + 1);
        var share = MathF.Max(1 - AverageDecay, 1f / (update + 1));
        foreach (var tensor in network.Layout.Tensors)
        {
            var own = tensor == network.Layout.Embedding ? rate * 4 / MathF.Sqrt(network.Shape.Width) : rate;
            Step(tensor.Offset, tensor.Count, scale, own / correction1, 1 / MathF.Sqrt(correction2), tensor.IsNorm ? 0 : own * Decay, share);
        }
        network.WeightsChanged();
    }

    /// <summary>Exchanges the network's weights and their average; twice is nothing.</summary>
    internal void ExchangeAverage()
    {
        Span<float> weights = network.Weights, average = AverageWeights;
        for (var i = 0; i < weights.Length; i++) (weights[i], average[i]) = (average[i], weights[i]);
        network.WeightsChanged();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Step(int offset, int count, float scale, float rate, float secondScale, float decay, float share)
    {
        float* first = _first.Pointer + offset, second = _second.Pointer + offset, average = _average.Pointer + offset;
        fixed (float* weights = network.Weights.Slice(offset, count), gradients = network.Gradients.Slice(offset, count))
        {
            for (var i = 0; i < count; i += 16)
            {
                var gradient = Vector512.Load(gradients + i) * scale;
                var m = Vector512.Load(first + i) * Beta1 + gradient * (1 - Beta1);
                var v = Vector512.Load(second + i) * Beta2 + gradient * gradient * (1 - Beta2);
                m.Store(first + i);
                v.Store(second + i);
                var before = Vector512.Load(weights + i);
                var weight = before - before * decay - m * rate / (Vector512.Sqrt(v) * secondScale + Vector512.Create(Epsilon));
                weight.Store(weights + i);
                var mean = Vector512.Load(average + i);
                (mean + (weight - mean) * share).Store(average + i);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Norm(Span<float> gradients)
    {
        var sums = Vector512<float>.Zero;
        fixed (float* values = gradients)
            for (var i = 0; i < gradients.Length; i += 16) sums = Vector512.FusedMultiplyAdd(Vector512.Load(values + i), Vector512.Load(values + i), sums);
        return MathF.Sqrt(Vector512.Sum(sums));
    }
}
