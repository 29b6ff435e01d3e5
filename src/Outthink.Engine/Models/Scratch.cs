using Outthink.Engine.Kernels;

namespace Outthink.Engine.Models;

/// <summary>What one thread needs for itself inside the kernels.</summary>
internal sealed class Scratch : IDisposable
{
    public NativeBuffer MatMul { get; } = new(KernelSet.MatMulScratch);

    public NativeBuffer Attention { get; } = new();

    public void Dispose()
    {
        MatMul.Dispose();
        Attention.Dispose();
    }
}
