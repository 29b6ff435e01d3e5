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

    /// <summary>dx = residual + gradient through the norm; dWeight += gradient of the weight. dx may be the residual.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void RmsNormBackward(int rows, int d, float* x, float* weight, float* inverse, float* dy, float* residual, float* dx, float* dWeight)
    {
        for (var row = 0; row < rows; row++, x += d, dy += d, residual += d, dx += d)
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
                (Vector512.Load(residual + i) + (gradient - normed * mean) * scale).Store(dx + i);
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

    /// <summary>Replaces gate and up by their gradients, given the gradient of silu(gate)·up, and that by the value itself.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void SwiGluBackward(int count, float* gate, float* up, float* dy)
    {
        for (var i = 0; i < count; i += 16)
        {
            var g = Vector512.Load(gate + i);
            var sigmoid = Vector512<float>.One / (Vector512<float>.One + Exp(-g));
            var silu = g * sigmoid;
            var gradient = Vector512.Load(dy + i);
            var value = Vector512.Load(up + i);
            (silu * value).Store(dy + i);
            (gradient * value * (sigmoid + silu * (Vector512<float>.One - sigmoid))).Store(gate + i);
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
    /// Replaces <paramref name="valid"/> ≥ 1 numbers by exp(scale·(x − highest)) and those up to
    /// <paramref name="width"/>, a multiple of 16, by zero. Returns the log of the sum of exp(scale·x), and the factor
    /// that makes the exponentials a softmax.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static (float LogSum, float Share) Exponentials(float* x, int valid, int width, float scale)
    {
        var last = (valid - 1) / 16 * 16;
        var mask = FirstOf(valid - last);
        var tail = Vector512.ConditionalSelect(mask, Vector512.Load(x + last), Vector512.Create(float.MinValue));
        var highest = tail;
        for (var i = 0; i < last; i += 16) highest = Vector512.MaxNative(highest, Vector512.Load(x + i));
        var max = Highest(highest);
        var shift = Vector512.Create(max);
        var sums = Vector512<float>.Zero;
        for (var i = 0; i < last; i += 16)
        {
            var value = Exp((Vector512.Load(x + i) - shift) * scale);
            value.Store(x + i);
            sums += value;
        }
        tail = Exp((tail - shift) * scale) & mask;
        tail.Store(x + last);
        for (var i = last + 16; i < width; i += 16) Vector512<float>.Zero.Store(x + i);
        var sum = Vector512.Sum(sums + tail);
        return (max * scale + MathF.Log(sum), 1 / sum);
    }

    /// <summary>
    /// The way back through a softmax: replaces the first <paramref name="valid"/> scores by their probabilities p and
    /// the gradients g of those by the scores' p·(g − Σ p·g)·scale, the numbers up to <paramref name="width"/> by zero.
    /// <paramref name="logSum"/> is what <see cref="Exponentials"/> returned for the scores, <paramref name="dot"/> is Σ p·g.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void SoftmaxBackward(float* scores, float* gradients, int valid, int width, float scale, float logSum, float dot)
    {
        for (var i = 0; i < width; i += 16)
        {
            var p = Exp(Vector512.Load(scores + i) * scale - Vector512.Create(logSum));
            if (i + 16 > valid) p &= FirstOf(valid - i);
            p.Store(scores + i);
            (p * (Vector512.Load(gradients + i) - Vector512.Create(dot)) * scale).Store(gradients + i);
        }
    }

    /// <summary>All bits in the first elements, none in the others.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> FirstOf(int count) => Vector512.LessThan(Vector512<int>.Indices, Vector512.Create(count)).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Highest(Vector512<float> x)
    {
        var half = Vector256.MaxNative(x.GetLower(), x.GetUpper());
        var quarter = Vector128.MaxNative(half.GetLower(), half.GetUpper());
        quarter = Vector128.MaxNative(quarter, Vector128.Shuffle(quarter, Vector128.Create(2, 3, 0, 1)));
        return Vector128.MaxNative(quarter, Vector128.Shuffle(quarter, Vector128.Create(1, 0, 3, 2))).ToScalar();
    }

    /// <summary>Σ x·y.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static float Dot(int count, float* x, float* y)
    {
        var sums = Vector512<float>.Zero;
        for (var i = 0; i < count; i += 16) sums = Vector512.FusedMultiplyAdd(Vector512.Load(x + i), Vector512.Load(y + i), sums);
        return Vector512.Sum(sums);
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

    /// <summary>y = x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Copy(int count, float* x, float* y)
    {
        for (var i = 0; i < count; i += 16) Vector512.Load(x + i).Store(y + i);
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
}
