using System.Collections.Immutable;

namespace Outthink.Engine.Weights.Safetensors;

/// <summary>
/// A line of a safetensors header, checked against the file. <paramref name="Shape"/> is in GGUF's order, the contiguous
/// dimension first; <paramref name="Offset"/> counts from the file's beginning.
/// </summary>
sealed record SafetensorsEntry(string Name, TensorType Type, ImmutableArray<long> Shape, long Offset, long ByteLength);
