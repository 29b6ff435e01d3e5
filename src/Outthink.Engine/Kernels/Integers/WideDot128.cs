using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Outthink.Engine.Kernels.Integers;

/// <summary>Any 128-bit vectors (ARM64, SSE, and plain code where there are none): one column, each of its four values in a lane.</summary>
internal readonly unsafe struct WideDot128 : IByteDot<Vector128<int>>
{
    public static int Columns
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 1;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> Codes(byte* from) =>
        Vector128.WidenLower(Vector128.WidenLower(Vector128.CreateScalarUnsafe(*(int*)from).AsByte())).AsInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> Add(Vector128<int> sums, Vector128<int> codes, byte* activations) =>
        sums + codes * Vector128.WidenLower(Vector128.WidenLower(Vector128.CreateScalarUnsafe(*(int*)activations).AsSByte()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector128<int> sums, int start, int* to) => *to = Vector128.Sum(sums) + start;
}
