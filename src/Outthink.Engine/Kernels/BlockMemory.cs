namespace Outthink.Engine.Kernels;

/// <summary>The memory of one model's cache blocks, in slabs that are allocated as the numbers of blocks grow and never move.</summary>
internal sealed unsafe class BlockMemory(long floatsPerBlock) : IDisposable
{
    readonly List<NativeBuffer> slabs = [];
    nint[] addresses = [];

    public nint AddressOf(int block) => addresses[block];

    /// <summary>Gives memory to all blocks below <paramref name="count"/>.</summary>
    public void Grow(int count)
    {
        var from = addresses.Length;
        if (count <= from)
            return;
        var slab = new NativeBuffer(floatsPerBlock * (count - from));
        slabs.Add(slab);
        Array.Resize(ref addresses, count);
        for (var i = from; i < count; i++)
            addresses[i] = (nint)(slab.Pointer + (i - from) * floatsPerBlock);
    }

    public void Copy(int from, int to) =>
        new Span<float>((float*)addresses[from], checked((int)floatsPerBlock)).CopyTo(new((float*)addresses[to], (int)floatsPerBlock));

    public void Dispose()
    {
        foreach (var slab in slabs)
            slab.Dispose();
        slabs.Clear();
        addresses = [];
    }
}
