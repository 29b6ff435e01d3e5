using System.Collections.Immutable;
using Outthink.Engine.Weights;

namespace Outthink.Engine.Tests.Weights;

/// <summary>A model file of which only names, types and shapes exist: reading a value would fail.</summary>
sealed class ShapeOnlyFile : ModelFile
{
    public ShapeOnlyFile(string name, TensorType type, params IEnumerable<(string Name, long[] Shape)> tensors) : base(name)
    {
        var nothing = MappedFile.Of(ReadOnlyMemory<byte>.Empty, name);
        Metadata = new(name, []);
        Tensors = tensors.ToDictionary(
            t => t.Name,
            ModelTensor (t) => new MappedTensor(nothing, t.Name, t.Shape.Length == 1 ? TensorType.F32 : type, t.Shape.ToImmutableArray(), 0));
    }

    public override void Dispose() => FreeTensors();
}
