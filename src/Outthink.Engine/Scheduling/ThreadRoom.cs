using Outthink.Engine.Kernels;
using Outthink.Engine.Models;
using Outthink.Engine.Sampling;

namespace Outthink.Engine.Scheduling;

/// <summary>What one thread needs for one model.</summary>
internal sealed class ThreadRoom(KernelSet kernels, int vocabulary, int capacity) : IDisposable
{
    public Scratch Scratch { get; } = new();

    public Sampler Sampler { get; } = new(kernels, vocabulary);

    /// <summary>Rows of a slice that are read, those whose logits are wanted first.</summary>
    public int[] ReadRows { get; } = new int[capacity];

    public void Dispose() => Scratch.Dispose();
}
