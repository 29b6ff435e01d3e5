using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Outthink.Training.Kernels;

/// <summary>
/// Rotary positions, neighbouring dimensions paired (2i, 2i+1), as llama.cpp applies them to the architecture "llama".
/// </summary>
internal sealed unsafe class RotaryTable
{
    internal const float Theta = 10_000f;
    private readonly int _headDim;
    private readonly FloatBuffer _cosine;
    private readonly FloatBuffer _sine;

    internal RotaryTable(int headDim, int positions)
    {
        _headDim = headDim;
        _cosine = new FloatBuffer(positions * headDim);
        _sine = new FloatBuffer(positions * headDim);
        for (var position = 0; position < positions; position++)
            for (var i = 0; i < headDim; i++)
            {
                var angle = position * Math.Pow(Theta, -(double)(i & ~1) / headDim);
                _cosine.Pointer[position * headDim + i] = (float)Math.Cos(angle);
                _sine.Pointer[position * headDim + i] = (float)(i % 2 == 0 ? -Math.Sin(angle) : Math.Sin(angle));
            }
    }

    /// <summary>Turns all heads of one row in place; <paramref name="direction"/> is 1, or -1 for the way back.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Rotate(float* row, int heads, int position, float direction)
    {
        float* cosine = _cosine.Pointer + position * _headDim, sine = _sine.Pointer + position * _headDim;
        for (var head = 0; head < heads; head++, row += _headDim)
            for (var i = 0; i < _headDim; i += 16)
            {
                var x = Vector512.Load(row + i);
                var turned = Swapped(x, row + i) * (Vector512.Load(sine + i) * direction);
                Vector512.FusedMultiplyAdd(x, Vector512.Load(cosine + i), turned).Store(row + i);
            }
    }

    /// <summary>The vector with neighbours exchanged; <paramref name="source"/> is where it was loaded from.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Swapped(Vector512<float> vector, float* source) => Avx512F.IsSupported
        ? Avx512F.Permute4x32(vector, 0b10_11_00_01)
        : Vector512.Create(
            source[1], source[0], source[3], source[2], source[5], source[4], source[7], source[6],
            source[9], source[8], source[11], source[10], source[13], source[12], source[15], source[14]);
}
