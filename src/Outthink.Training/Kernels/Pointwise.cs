using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Outthink.Training.Kernels;

/// <summary>The operations on single rows and elements, forward and backward; widths are multiples of 16.</summary>
internal static unsafe class Pointwise
{
    internal const float NormEpsilon = 1e-5f;

    /// <summary>y = w·x / rms(x) for each row; the reciprocal rms of each row is kept for the way back.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void RmsNorm(int rows, int d, float* x, float* weight, float* y, float* inverse)
    {
        for (var row = 0; row < rows; row++, x += d, y += d)
        {
            var squares = Vector512<float>.Zero;
            for (var i = 0; i < d; i += 16) squares = Vector512.FusedMultiplyAdd(Vector512.Load(x + i), Vector512.Load(x + i), squares);
            var scale = 1 / MathF.Sqrt(Vector512.Sum(squares) / d + NormEpsilon);
            inverse[row] = scale;
            for (var i = 0; i < d; i += 16) (Vector512.Load(x + i) * scale * Vector512.Load(weight + i)).Store(y + i);
        }
    }

    /// <summary>dx += gradient through the norm; dWeight += gradient of the weight.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void RmsNormBackward(int rows, int d, float* x, float* weight, float* inverse, float* dy, float* dx, float* dWeight)
    {
        for (var row = 0; row < rows; row++, x += d, dy += d, dx += d)
        {
            var scale = inverse[row];
            var dot = Vector512<float>.Zero;
            for (var i = 0; i < d; i += 16)
            {
                var normed = Vector512.Load(x + i) * scale;
                var gradient = Vector512.Load(dy + i);
                (Vector512.Load(dWeight + i) + normed * gradient).Store(dWeight + i);
                dot += normed * gradient * Vector512.Load(weight + i);
            }
            var mean = Vector512.Sum(dot) / d;
            for (var i = 0; i < d; i += 16)
            {
                var normed = Vector512.Load(x + i) * scale;
                var gradient = Vector512.Load(dy + i) * Vector512.Load(weight + i);
                (Vector512.Load(dx + i) + (gradient - normed * mean) * scale).Store(dx + i);
            }
        }
    }

    /// <summary>y = silu(gate)·up.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void SwiGlu(int count, float* gate, float* up, float* y)
    {
        for (var i = 0; i < count; i += 16)
        {
            var g = Vector512.Load(gate + i);
            (g / (Vector512<float>.One + Exp(-g)) * Vector512.Load(up + i)).Store(y + i);
        }
    }

    /// <summary>Replaces gate and up by their gradients, given the gradient of silu(gate)·up.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void SwiGluBackward(int count, float* gate, float* up, float* dy)
    {
        for (var i = 0; i < count; i += 16)
        {
            var g = Vector512.Load(gate + i);
            var sigmoid = Vector512<float>.One / (Vector512<float>.One + Exp(-g));
            var silu = g * sigmoid;
            var gradient = Vector512.Load(dy + i);
            (gradient * Vector512.Load(up + i) * (sigmoid + silu * (Vector512<float>.One - sigmoid))).Store(gate + i);
            (gradient * silu).Store(up + i);
        }
    }

    /// <summary>y += x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Add(int count, float* x, float* y)
    {
        for (var i = 0; i < count; i += 16) (Vector512.Load(y + i) + Vector512.Load(x + i)).Store(y + i);
    }

    /// <summary>
    /// Softmax of <paramref name="valid"/> numbers times <paramref name="scale"/>, in place; the numbers up to
    /// <paramref name="width"/>, a multiple of 16, become zero. Returns the log of the sum of exponentials.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static float Softmax(float* x, int valid, int width, float scale)
    {
        for (var i = valid; i < width; i++) x[i] = float.MinValue;
        var highest = Vector512.Load(x);
        for (var i = 16; i < width; i += 16) highest = Vector512.MaxNative(highest, Vector512.Load(x + i));
        var max = highest[0];
        for (var i = 1; i < 16; i++) max = MathF.Max(max, highest[i]);
        var shift = Vector512.Create(max);
        var sums = Vector512<float>.Zero;
        for (var i = 0; i < width; i += 16)
        {
            var value = Exp((Vector512.Load(x + i) - shift) * scale);
            value.Store(x + i);
            sums += value;
        }
        var sum = Vector512.Sum(sums);
        var factor = Vector512.Create(1 / sum);
        for (var i = 0; i < width; i += 16) (Vector512.Load(x + i) * factor).Store(x + i);
        for (var i = valid; i < width; i++) x[i] = 0;
        return max * scale + MathF.Log(sum);
    }

    /// <summary>
    /// The exponential to about 2 units in the last place, by 2ⁿ and a polynomial on |r| ≤ ½·ln 2; arguments below
    /// -87 give about 10⁻³⁸. The library's own takes a scalar path where 512-bit vectors are not the preferred width.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<float> Exp(Vector512<float> x)
    {
        var rounder = Vector512.Create(12_582_912f);
        x = Vector512.MinNative(Vector512.MaxNative(x, Vector512.Create(-87f)), Vector512.Create(88f));
        var shifted = Vector512.FusedMultiplyAdd(x, Vector512.Create(1.44269504f), rounder);
        var n = shifted - rounder;
        var r = Vector512.FusedMultiplyAdd(n, Vector512.Create(-0.693359375f), x);
        r = Vector512.FusedMultiplyAdd(n, Vector512.Create(2.12194440e-4f), r);
        var sum = Vector512.Create(1.9875691500e-4f);
        sum = Vector512.FusedMultiplyAdd(sum, r, Vector512.Create(1.3981999507e-3f));
        sum = Vector512.FusedMultiplyAdd(sum, r, Vector512.Create(8.3334519073e-3f));
        sum = Vector512.FusedMultiplyAdd(sum, r, Vector512.Create(4.1665795894e-2f));
        sum = Vector512.FusedMultiplyAdd(sum, r, Vector512.Create(1.6666665459e-1f));
        sum = Vector512.FusedMultiplyAdd(sum, r, Vector512.Create(5.0000001201e-1f));
        sum = Vector512.FusedMultiplyAdd(sum, r * r, r + Vector512<float>.One);
        var power = (shifted.AsInt32() + Vector512.Create(127)) << 23;
        return sum * power.AsSingle();
    }

    /// <summary>y = x·scale; x and y may be the same.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Scale(int count, float* x, float scale, float* y)
    {
        for (var i = 0; i < count; i += 16) (Vector512.Load(x + i) * scale).Store(y + i);
    }

    /// <summary>y += x·scale.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void AddScaled(int count, float* x, float scale, float* y)
    {
        for (var i = 0; i < count; i += 16) Vector512.FusedMultiplyAdd(Vector512.Load(x + i), Vector512.Create(scale), Vector512.Load(y + i)).Store(y + i);
    }

    /// <summary>Replaces probabilities by the gradient of the scores before scaling: p·(g − Σ p·g)·scale.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void SoftmaxBackward(float* probabilities, float* gradient, int width, float scale)
    {
        var dots = Vector512<float>.Zero;
        for (var i = 0; i < width; i += 16) dots = Vector512.FusedMultiplyAdd(Vector512.Load(probabilities + i), Vector512.Load(gradient + i), dots);
        var dot = Vector512.Create(Vector512.Sum(dots));
        for (var i = 0; i < width; i += 16)
            (Vector512.Load(probabilities + i) * (Vector512.Load(gradient + i) - dot) * scale).Store(probabilities + i);
    }
}
