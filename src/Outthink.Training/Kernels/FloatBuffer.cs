namespace Outthink.Training.Kernels;

/// <summary>Pinned floats that grow when asked; new memory is zero, and 64 floats beyond the end may be read.</summary>
internal sealed unsafe class FloatBuffer
{
    private float[] _values = [];

    internal float* Pointer { get; private set; }

    internal FloatBuffer(int count = 0) => Ensure(count);

    internal float* Ensure(int count)
    {
        if (_values.Length < count + 64 || Pointer == null)
        {
            _values = GC.AllocateArray<float>(count + count / 4 + 80, pinned: true);
            fixed (float* start = _values) Pointer = (float*)(((nint)start + 63) & ~63);
        }
        return Pointer;
    }

    /// <summary>Space for a matrix, rounded up to whole tiles of rows; its contents are lost when it grows.</summary>
    internal float* Ensure(int rows, int columns) => Ensure(Gemm.WholeTiles(rows) * columns);
}
