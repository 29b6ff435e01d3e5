using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Outthink.Engine.Kernels.Integers;

/// <summary>AVX2: 4 columns as 16-bit values; each column has two lanes of sums.</summary>
internal readonly unsafe struct WideDot256 : IByteDot<Vector256<int>>
{
    public static int Columns
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 4;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Codes(byte* from) => Avx2.ConvertToVector256Int16(Vector128.Load(from)).AsInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Add(Vector256<int> sums, Vector256<int> codes, byte* activations) =>
        sums + Avx2.MultiplyAddAdjacent(codes.AsInt16(), Vector256.Create(Four(activations)).AsInt16());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<int> sums, int start, int* to)
    {
        var pairs = Vector256.Narrow(sums.AsInt64() + (sums.AsInt64() >>> 32), Vector256<long>.Zero);
        (pairs.GetLower() + Vector128.Create(start)).Store(to);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static long Four(byte* activations) => Sse41.ConvertToVector128Int16(Vector128.CreateScalarUnsafe(*(int*)activations).AsSByte()).AsInt64().ToScalar();
}
