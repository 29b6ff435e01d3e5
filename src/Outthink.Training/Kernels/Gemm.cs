using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Outthink.Training.Kernels;

/// <summary>
/// Matrix product in fp32. A is read by two strides, so one kernel serves X·W and Xᵀ·dY; B and C are row-major. The
/// sum over k runs in order, so a result does not depend on the other rows.
/// </summary>
internal static unsafe class Gemm
{
    /// <summary>Rows are computed in multiples of this.</summary>
    internal const int RowMultiple = 8;

    private const nint NoAddend = int.MinValue;

    /// <summary>The rows of the tiles that hold so many rows.</summary>
    internal static int WholeTiles(int rows) => (rows + RowMultiple - 1) / RowMultiple * RowMultiple;

    /// <summary>
    /// C[m, n] = A[m, k]·B[k, n], plus <paramref name="addend"/>[m, n] where one is given: it lies as C does and may
    /// be C. Element (i, p) of A lies at <c>a[i·aRow + p·aColumn]</c>. n is a multiple of 16; the rows of A, C and the
    /// addend up to the next multiple of 8 are touched too, so they must be there, whatever they hold.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Multiply(int m, int n, int k, float* a, nint aRow, nint aColumn, float* b, nint ldb, float* c, nint ldc, float* addend = null)
    {
        var shift = addend == null ? NoAddend : (nint)(addend - c);
        var j = 0;
        for (; n - j >= 64; j += 64)
            for (nint i = 0; i < m; i += 4)
                Tile4By4(k, a + i * aRow, aRow, aColumn, b + j, ldb, c + i * ldc + j, ldc, shift);
        if (n - j == 48)
        {
            for (nint i = 0; i < m; i += 4)
                Tile4By3(k, a + i * aRow, aRow, aColumn, b + j, ldb, c + i * ldc + j, ldc, shift);
            return;
        }
        if (n - j >= 32)
        {
            for (nint i = 0; i < m; i += 8)
                Tile8By2(k, a + i * aRow, aRow, aColumn, b + j, ldb, c + i * ldc + j, ldc, shift);
            j += 32;
        }
        if (n - j < 16) return;
        nint row = 0;
        for (; m - row > 8; row += 16)
            Tile16By1(k, a + row * aRow, aRow, aColumn, b + j, ldb, c + row * ldc + j, ldc, shift);
        if (row < m) Tile8By1(k, a + row * aRow, aRow, aColumn, b + j, ldb, c + row * ldc + j, ldc, shift);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(float* c, Vector512<float> value, nint shift)
        => (shift == NoAddend ? value : Vector512.Load(c + shift) + value).Store(c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Fma(Vector512<float> x, Vector512<float> y, Vector512<float> sum)
        => Vector512.FusedMultiplyAdd(x, y, sum);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile4By4(int k, float* a, nint aRow, nint aColumn, float* b, nint ldb, float* c, nint ldc, nint shift)
    {
        Vector512<float> c00 = default, c01 = default, c02 = default, c03 = default;
        Vector512<float> c10 = default, c11 = default, c12 = default, c13 = default;
        Vector512<float> c20 = default, c21 = default, c22 = default, c23 = default;
        Vector512<float> c30 = default, c31 = default, c32 = default, c33 = default;
        float* a1 = a + aRow, a2 = a1 + aRow, a3 = a2 + aRow;
        for (var p = 0; p < k; p++)
        {
            var b0 = Vector512.Load(b);
            var b1 = Vector512.Load(b + 16);
            var b2 = Vector512.Load(b + 32);
            var b3 = Vector512.Load(b + 48);
            var x = Vector512.Create(*a);
            c00 = Fma(x, b0, c00); c01 = Fma(x, b1, c01); c02 = Fma(x, b2, c02); c03 = Fma(x, b3, c03);
            x = Vector512.Create(*a1);
            c10 = Fma(x, b0, c10); c11 = Fma(x, b1, c11); c12 = Fma(x, b2, c12); c13 = Fma(x, b3, c13);
            x = Vector512.Create(*a2);
            c20 = Fma(x, b0, c20); c21 = Fma(x, b1, c21); c22 = Fma(x, b2, c22); c23 = Fma(x, b3, c23);
            x = Vector512.Create(*a3);
            c30 = Fma(x, b0, c30); c31 = Fma(x, b1, c31); c32 = Fma(x, b2, c32); c33 = Fma(x, b3, c33);
            a += aColumn; a1 += aColumn; a2 += aColumn; a3 += aColumn; b += ldb;
        }
        Store(c, c00, shift); Store(c + 16, c01, shift); Store(c + 32, c02, shift); Store(c + 48, c03, shift);
        c += ldc;
        Store(c, c10, shift); Store(c + 16, c11, shift); Store(c + 32, c12, shift); Store(c + 48, c13, shift);
        c += ldc;
        Store(c, c20, shift); Store(c + 16, c21, shift); Store(c + 32, c22, shift); Store(c + 48, c23, shift);
        c += ldc;
        Store(c, c30, shift); Store(c + 16, c31, shift); Store(c + 32, c32, shift); Store(c + 48, c33, shift);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile4By3(int k, float* a, nint aRow, nint aColumn, float* b, nint ldb, float* c, nint ldc, nint shift)
    {
        Vector512<float> c00 = default, c01 = default, c02 = default;
        Vector512<float> c10 = default, c11 = default, c12 = default;
        Vector512<float> c20 = default, c21 = default, c22 = default;
        Vector512<float> c30 = default, c31 = default, c32 = default;
        float* a1 = a + aRow, a2 = a1 + aRow, a3 = a2 + aRow;
        for (var p = 0; p < k; p++)
        {
            var b0 = Vector512.Load(b);
            var b1 = Vector512.Load(b + 16);
            var b2 = Vector512.Load(b + 32);
            var x = Vector512.Create(*a);
            c00 = Fma(x, b0, c00); c01 = Fma(x, b1, c01); c02 = Fma(x, b2, c02);
            x = Vector512.Create(*a1);
            c10 = Fma(x, b0, c10); c11 = Fma(x, b1, c11); c12 = Fma(x, b2, c12);
            x = Vector512.Create(*a2);
            c20 = Fma(x, b0, c20); c21 = Fma(x, b1, c21); c22 = Fma(x, b2, c22);
            x = Vector512.Create(*a3);
            c30 = Fma(x, b0, c30); c31 = Fma(x, b1, c31); c32 = Fma(x, b2, c32);
            a += aColumn; a1 += aColumn; a2 += aColumn; a3 += aColumn; b += ldb;
        }
        Store(c, c00, shift); Store(c + 16, c01, shift); Store(c + 32, c02, shift);
        c += ldc;
        Store(c, c10, shift); Store(c + 16, c11, shift); Store(c + 32, c12, shift);
        c += ldc;
        Store(c, c20, shift); Store(c + 16, c21, shift); Store(c + 32, c22, shift);
        c += ldc;
        Store(c, c30, shift); Store(c + 16, c31, shift); Store(c + 32, c32, shift);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile8By2(int k, float* a, nint aRow, nint aColumn, float* b, nint ldb, float* c, nint ldc, nint shift)
    {
        Vector512<float> c00 = default, c01 = default, c10 = default, c11 = default;
        Vector512<float> c20 = default, c21 = default, c30 = default, c31 = default;
        Vector512<float> c40 = default, c41 = default, c50 = default, c51 = default;
        Vector512<float> c60 = default, c61 = default, c70 = default, c71 = default;
        var a4 = a + 4 * aRow;
        for (var p = 0; p < k; p++)
        {
            var b0 = Vector512.Load(b);
            var b1 = Vector512.Load(b + 16);
            var x = Vector512.Create(*a);
            c00 = Fma(x, b0, c00); c01 = Fma(x, b1, c01);
            x = Vector512.Create(a[aRow]);
            c10 = Fma(x, b0, c10); c11 = Fma(x, b1, c11);
            x = Vector512.Create(a[2 * aRow]);
            c20 = Fma(x, b0, c20); c21 = Fma(x, b1, c21);
            x = Vector512.Create(a[3 * aRow]);
            c30 = Fma(x, b0, c30); c31 = Fma(x, b1, c31);
            x = Vector512.Create(*a4);
            c40 = Fma(x, b0, c40); c41 = Fma(x, b1, c41);
            x = Vector512.Create(a4[aRow]);
            c50 = Fma(x, b0, c50); c51 = Fma(x, b1, c51);
            x = Vector512.Create(a4[2 * aRow]);
            c60 = Fma(x, b0, c60); c61 = Fma(x, b1, c61);
            x = Vector512.Create(a4[3 * aRow]);
            c70 = Fma(x, b0, c70); c71 = Fma(x, b1, c71);
            a += aColumn; a4 += aColumn; b += ldb;
        }
        Store(c, c00, shift); Store(c + 16, c01, shift);
        Store(c + ldc, c10, shift); Store(c + ldc + 16, c11, shift);
        Store(c + 2 * ldc, c20, shift); Store(c + 2 * ldc + 16, c21, shift);
        Store(c + 3 * ldc, c30, shift); Store(c + 3 * ldc + 16, c31, shift);
        c += 4 * ldc;
        Store(c, c40, shift); Store(c + 16, c41, shift);
        Store(c + ldc, c50, shift); Store(c + ldc + 16, c51, shift);
        Store(c + 2 * ldc, c60, shift); Store(c + 2 * ldc + 16, c61, shift);
        Store(c + 3 * ldc, c70, shift); Store(c + 3 * ldc + 16, c71, shift);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile8By1(int k, float* a, nint aRow, nint aColumn, float* b, nint ldb, float* c, nint ldc, nint shift)
    {
        Vector512<float> c0 = default, c1 = default, c2 = default, c3 = default;
        Vector512<float> c4 = default, c5 = default, c6 = default, c7 = default;
        var a4 = a + 4 * aRow;
        for (var p = 0; p < k; p++)
        {
            var b0 = Vector512.Load(b);
            c0 = Fma(Vector512.Create(*a), b0, c0);
            c1 = Fma(Vector512.Create(a[aRow]), b0, c1);
            c2 = Fma(Vector512.Create(a[2 * aRow]), b0, c2);
            c3 = Fma(Vector512.Create(a[3 * aRow]), b0, c3);
            c4 = Fma(Vector512.Create(*a4), b0, c4);
            c5 = Fma(Vector512.Create(a4[aRow]), b0, c5);
            c6 = Fma(Vector512.Create(a4[2 * aRow]), b0, c6);
            c7 = Fma(Vector512.Create(a4[3 * aRow]), b0, c7);
            a += aColumn; a4 += aColumn; b += ldb;
        }
        Store(c, c0, shift); Store(c + ldc, c1, shift);
        Store(c + 2 * ldc, c2, shift); Store(c + 3 * ldc, c3, shift);
        c += 4 * ldc;
        Store(c, c4, shift); Store(c + ldc, c5, shift);
        Store(c + 2 * ldc, c6, shift); Store(c + 3 * ldc, c7, shift);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile16By1(int k, float* a, nint aRow, nint aColumn, float* b, nint ldb, float* c, nint ldc, nint shift)
    {
        Vector512<float> c0 = default, c1 = default, c2 = default, c3 = default;
        Vector512<float> c4 = default, c5 = default, c6 = default, c7 = default;
        Vector512<float> c8 = default, c9 = default, c10 = default, c11 = default;
        Vector512<float> c12 = default, c13 = default, c14 = default, c15 = default;
        float* a4 = a + 4 * aRow, a8 = a4 + 4 * aRow, a12 = a8 + 4 * aRow;
        nint second = 2 * aRow, third = 3 * aRow;
        for (var p = 0; p < k; p++)
        {
            var b0 = Vector512.Load(b);
            c0 = Fma(Vector512.Create(*a), b0, c0);
            c1 = Fma(Vector512.Create(a[aRow]), b0, c1);
            c2 = Fma(Vector512.Create(a[second]), b0, c2);
            c3 = Fma(Vector512.Create(a[third]), b0, c3);
            c4 = Fma(Vector512.Create(*a4), b0, c4);
            c5 = Fma(Vector512.Create(a4[aRow]), b0, c5);
            c6 = Fma(Vector512.Create(a4[second]), b0, c6);
            c7 = Fma(Vector512.Create(a4[third]), b0, c7);
            c8 = Fma(Vector512.Create(*a8), b0, c8);
            c9 = Fma(Vector512.Create(a8[aRow]), b0, c9);
            c10 = Fma(Vector512.Create(a8[second]), b0, c10);
            c11 = Fma(Vector512.Create(a8[third]), b0, c11);
            c12 = Fma(Vector512.Create(*a12), b0, c12);
            c13 = Fma(Vector512.Create(a12[aRow]), b0, c13);
            c14 = Fma(Vector512.Create(a12[second]), b0, c14);
            c15 = Fma(Vector512.Create(a12[third]), b0, c15);
            a += aColumn; a4 += aColumn; a8 += aColumn; a12 += aColumn; b += ldb;
        }
        Store(c, c0, shift); Store(c + ldc, c1, shift); Store(c + 2 * ldc, c2, shift); Store(c + 3 * ldc, c3, shift);
        c += 4 * ldc;
        Store(c, c4, shift); Store(c + ldc, c5, shift); Store(c + 2 * ldc, c6, shift); Store(c + 3 * ldc, c7, shift);
        c += 4 * ldc;
        Store(c, c8, shift); Store(c + ldc, c9, shift); Store(c + 2 * ldc, c10, shift); Store(c + 3 * ldc, c11, shift);
        c += 4 * ldc;
        Store(c, c12, shift); Store(c + ldc, c13, shift); Store(c + 2 * ldc, c14, shift); Store(c + 3 * ldc, c15, shift);
    }
}
