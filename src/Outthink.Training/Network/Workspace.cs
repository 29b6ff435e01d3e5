using Outthink.Training.Kernels;

namespace Outthink.Training.Network;

/// <summary>What a block needs only while it works; the blocks of a network share it, so that it stays in the cache.</summary>
internal sealed class Workspace(NetworkShape shape)
{
    internal Attention Attention { get; } = new(shape);

    internal RotaryTable Rotary { get; } = new(shape.HeadDim, NetworkShape.ContextLength);

    /// <summary>[rows, inner]: the product of gate and up, or its gradient.</summary>
    internal FloatBuffer Product { get; } = new();

    /// <summary>[rows, d]: the gradient of what a norm returned.</summary>
    internal FloatBuffer Normed { get; } = new();

    /// <summary>[rows, d]: the gradient of what attention returned.</summary>
    internal FloatBuffer Attended { get; } = new();

    internal FloatBuffer Query { get; } = new();

    internal FloatBuffer Key { get; } = new();

    internal FloatBuffer Value { get; } = new();
}
