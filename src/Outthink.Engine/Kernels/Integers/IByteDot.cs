namespace Outthink.Engine.Kernels.Integers;

/// <summary>
/// Exact sums of products of unsigned codes and signed activations, for one instruction set. Codes come as vectors of
/// [16 columns][4 values] bytes; a sum belongs to a slice of those columns.
/// </summary>
/// <typeparam name="S">The running sums of a slice.</typeparam>
internal unsafe interface IByteDot<S> where S : struct
{
    /// <summary>Columns of a slice, a divisor of 16.</summary>
    static abstract int Columns { get; }

    /// <summary>Codes of four values of a slice's columns, ready for use with several rows.</summary>
    static abstract S Codes(byte* from);

    /// <summary>Adds the products with four activations.</summary>
    static abstract S Add(S sums, S codes, byte* activations);

    /// <summary>Writes the slice's sums, each plus <paramref name="start"/>.</summary>
    static abstract void Store(S sums, int start, int* to);
}
