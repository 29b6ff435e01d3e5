namespace Outthink.Engine.Kernels;

/// <summary>
/// The float operations a kernel needs, for one vector width. A kernel written once against this is compiled once
/// for each width; each operation rounds once a lane, so every width gives the same bits.
/// </summary>
/// <typeparam name="V">The vector.</typeparam>
internal unsafe interface ILanes<V> where V : struct
{
    /// <summary>Lanes in a vector: 16, 8 or 4, a divisor of the 16 columns of a panel.</summary>
    static abstract int Count { get; }

    static abstract V Load(float* from);
    static abstract void Store(float* to, V value);
    static abstract V Broadcast(float value);
    static abstract V Add(V a, V b);
    static abstract V Subtract(V a, V b);
    static abstract V Multiply(V a, V b);
    static abstract V Divide(V a, V b);

    /// <summary>a·b + c, rounded once.</summary>
    static abstract V MultiplyAdd(V a, V b, V c);

    /// <summary>In each lane: a &lt; b ? yes : no. False for NaN.</summary>
    static abstract V SelectLess(V a, V b, V yes, V no);

    /// <summary>Exchanges neighbours: lanes 0 and 1, 2 and 3, …</summary>
    static abstract V SwapPairs(V value);

    /// <summary>value · 2^n, where the low bits of <paramref name="n"/>'s representation hold the integer n.</summary>
    static abstract V ScaleByPowerOfTwo(V value, V n);

    /// <summary>Exact conversions of <see cref="Count"/> stored values.</summary>
    static abstract V WidenHalf(ushort* from);
    static abstract V WidenBrainFloat(ushort* from);
    static abstract V WidenInt8(sbyte* from);

    /// <summary><see cref="Count"/> integers as floats, to the nearest.</summary>
    static abstract V ConvertInt32(int* from);
}
