using Outthink.Engine.Kernels;

namespace Outthink.Engine.Models;

/// <summary>
/// A reward model's head on the normed last state: optionally a hidden layer with ReLU, then an output layer of one
/// value or a few classes. Tensors cls.weight and cls.bias, cls.output.weight and cls.output.bias; biases may be absent.
/// </summary>
internal sealed record RewardHead : IDisposable
{
    /// <summary>[hidden, width]; null when the output layer reads the state itself.</summary>
    public PackedMatrix? Hidden { get; init; }
    public NativeBuffer? HiddenBias { get; init; }

    /// <summary>[outputs, hidden or width].</summary>
    public required PackedMatrix Output { get; init; }
    public NativeBuffer? OutputBias { get; init; }

    public void Dispose()
    {
        Hidden?.Dispose();
        HiddenBias?.Dispose();
        Output.Dispose();
        OutputBias?.Dispose();
    }
}
