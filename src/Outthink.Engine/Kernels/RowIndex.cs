using System.Runtime.InteropServices;

namespace Outthink.Engine.Kernels;

/// <summary>
/// For each row of a pass: its position in its sequence, and where the sequence's blocks lie. Rows of one sequence
/// share one list of addresses. Filled by the loop before a pass, read by the workers during it.
/// </summary>
internal sealed unsafe class RowIndex
{
    int[] positions = GC.AllocateUninitializedArray<int>(64, pinned: true);
    int[] offsets = GC.AllocateUninitializedArray<int>(64, pinned: true);
    int[] shared = GC.AllocateUninitializedArray<int>(64, pinned: true);
    nint[] addresses = GC.AllocateUninitializedArray<nint>(256, pinned: true);
    int addressCount;

    public int Count { get; private set; }

    public void Clear() => Count = addressCount = 0;

    public int PositionOf(int row) => positions[row];

    /// <summary>Adds <paramref name="count"/> rows at consecutive positions of the sequence that lies in these blocks.</summary>
    public void Add(ReadOnlySpan<int> blocks, BlockMemory memory, int position, int count)
    {
        Grow(ref positions, Count + count);
        Grow(ref offsets, Count + count);
        Grow(ref shared, Count + count);
        Grow(ref addresses, addressCount + blocks.Length);
        var start = addressCount;
        foreach (var block in blocks)
            addresses[addressCount++] = memory.AddressOf(block);
        var before = Count == 0 ? [] : addresses.AsSpan(offsets[Count - 1]..start);
        var common = before.CommonPrefixLength(addresses.AsSpan(start..addressCount));
        for (var i = 0; i < count; i++, Count++)
        {
            positions[Count] = position + i;
            offsets[Count] = start;
            shared[Count] = i == 0 ? common : blocks.Length;
        }
    }

    /// <summary>Valid until the next <see cref="Add"/>; the arrays are pinned.</summary>
    public int* Positions => (int*)Marshal.UnsafeAddrOfPinnedArrayElement(positions, 0);

    public int* Offsets => (int*)Marshal.UnsafeAddrOfPinnedArrayElement(offsets, 0);

    /// <summary>For each row, how many of its first blocks are those of the row before it.</summary>
    public int* Shared => (int*)Marshal.UnsafeAddrOfPinnedArrayElement(shared, 0);

    public nint* Addresses => (nint*)Marshal.UnsafeAddrOfPinnedArrayElement(addresses, 0);

    static void Grow<T>(ref T[] array, int needed) where T : unmanaged
    {
        if (needed <= array.Length)
            return;
        var larger = GC.AllocateUninitializedArray<T>(Math.Max(needed, array.Length * 2), pinned: true);
        array.CopyTo(larger, 0);
        array = larger;
    }
}
