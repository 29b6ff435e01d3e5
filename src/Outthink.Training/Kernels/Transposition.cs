using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Outthink.Training.Kernels;

/// <summary>Turns matrices whose sides are multiples of 16, in squares of 16 × 16 that stay in registers.</summary>
internal static unsafe class Transposition
{
    private const int Side = 16;

    /// <summary>target[columns, rows] = source[rows, columns]ᵀ; both counts are multiples of 16.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Transpose(int rows, int columns, float* source, nint sourceStride, float* target, nint targetStride)
    {
        for (nint row = 0; row < rows; row += Side)
            for (nint column = 0; column < columns; column += Side)
            {
                var from = source + row * sourceStride + column;
                var to = target + column * targetStride + row;
                if (Avx512F.IsSupported) Square(from, sourceStride, to, targetStride);
                else ScalarSquare(from, sourceStride, to, targetStride);
            }
    }

    private static void ScalarSquare(float* source, nint sourceStride, float* target, nint targetStride)
    {
        for (nint row = 0; row < Side; row++)
            for (nint column = 0; column < Side; column++) target[column * targetStride + row] = source[row * sourceStride + column];
    }

    /// <summary>
    /// Four rows at a time become four columns within each quarter of a vector; then the quarters of the four groups
    /// are dealt out, so that vector 4q + c holds column 4q + c.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Square(float* source, nint sourceStride, float* target, nint targetStride)
    {
        Quarters(source, sourceStride, out var a0, out var a1, out var a2, out var a3);
        Quarters(source + 4 * sourceStride, sourceStride, out var b0, out var b1, out var b2, out var b3);
        Quarters(source + 8 * sourceStride, sourceStride, out var c0, out var c1, out var c2, out var c3);
        Quarters(source + 12 * sourceStride, sourceStride, out var d0, out var d1, out var d2, out var d3);
        Deal(a0, b0, c0, d0, target, 4 * targetStride);
        Deal(a1, b1, c1, d1, target + targetStride, 4 * targetStride);
        Deal(a2, b2, c2, d2, target + 2 * targetStride, 4 * targetStride);
        Deal(a3, b3, c3, d3, target + 3 * targetStride, 4 * targetStride);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Quarters(float* source, nint stride, out Vector512<float> r0, out Vector512<float> r1, out Vector512<float> r2, out Vector512<float> r3)
    {
        Vector512<float> x0 = Vector512.Load(source), x1 = Vector512.Load(source + stride);
        Vector512<float> x2 = Vector512.Load(source + 2 * stride), x3 = Vector512.Load(source + 3 * stride);
        Vector512<double> low01 = Avx512F.UnpackLow(x0, x1).AsDouble(), high01 = Avx512F.UnpackHigh(x0, x1).AsDouble();
        Vector512<double> low23 = Avx512F.UnpackLow(x2, x3).AsDouble(), high23 = Avx512F.UnpackHigh(x2, x3).AsDouble();
        r0 = Avx512F.UnpackLow(low01, low23).AsSingle();
        r1 = Avx512F.UnpackHigh(low01, low23).AsSingle();
        r2 = Avx512F.UnpackLow(high01, high23).AsSingle();
        r3 = Avx512F.UnpackHigh(high01, high23).AsSingle();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Deal(Vector512<float> a, Vector512<float> b, Vector512<float> c, Vector512<float> d, float* target, nint stride)
    {
        Vector512<float> abEven = Avx512F.Shuffle4x128(a, b, 0b10_00_10_00), abOdd = Avx512F.Shuffle4x128(a, b, 0b11_01_11_01);
        Vector512<float> cdEven = Avx512F.Shuffle4x128(c, d, 0b10_00_10_00), cdOdd = Avx512F.Shuffle4x128(c, d, 0b11_01_11_01);
        Avx512F.Shuffle4x128(abEven, cdEven, 0b10_00_10_00).Store(target);
        Avx512F.Shuffle4x128(abOdd, cdOdd, 0b10_00_10_00).Store(target + stride);
        Avx512F.Shuffle4x128(abEven, cdEven, 0b11_01_11_01).Store(target + 2 * stride);
        Avx512F.Shuffle4x128(abOdd, cdOdd, 0b11_01_11_01).Store(target + 3 * stride);
    }
}
