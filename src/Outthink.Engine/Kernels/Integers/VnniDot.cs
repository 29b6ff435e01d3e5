using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Outthink.Engine.Kernels.Integers;

/// <summary>AVX-VNNI: 8 columns, four products an instruction and lane.</summary>
internal readonly unsafe struct VnniDot : IByteDot<Vector256<int>>
{
    public static int Columns
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 8;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Codes(byte* from) => Vector256.Load((int*)from);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Add(Vector256<int> sums, Vector256<int> codes, byte* activations) =>
        AvxVnni.MultiplyWideningAndAdd(sums, codes.AsByte(), Vector256.Create(*(int*)activations).AsSByte());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<int> sums, int start, int* to) => (sums + Vector256.Create(start)).Store(to);
}
