using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Outthink.Engine.Kernels.Integers;

/// <summary>AVX-512BW: 8 columns as 16-bit values; each column has two lanes of sums.</summary>
internal readonly unsafe struct WideDot512 : IByteDot<Vector512<int>>
{
    public static int Columns
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 8;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> Codes(byte* from) => Avx512BW.ConvertToVector512Int16(Vector256.Load(from)).AsInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> Add(Vector512<int> sums, Vector512<int> codes, byte* activations) =>
        sums + Avx512BW.MultiplyAddAdjacent(codes.AsInt16(), Vector512.Create(Four(activations)).AsInt16());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<int> sums, int start, int* to)
    {
        var pairs = Vector512.Narrow(sums.AsInt64() + (sums.AsInt64() >>> 32), Vector512<long>.Zero);
        (pairs.GetLower() + Vector256.Create(start)).Store(to);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static long Four(byte* activations) => Sse41.ConvertToVector128Int16(Vector128.CreateScalarUnsafe(*(int*)activations).AsSByte()).AsInt64().ToScalar();
}
