namespace Outthink.Engine.Weights;

/// <summary>
/// Another model file whose matrices are brought to one type, row by row when they are read. Vectors (norms, biases)
/// and the heads of reward models stay as they are; rows that the type's blocks do not divide become F16; of Q4_0 the
/// output layer, which is the embedding when tied, becomes Q8_0 (llama.cpp gives it Q6_K).
/// </summary>
sealed class QuantizedFile : ModelFile
{
    readonly ModelFile source;

    /// <summary>Owns <paramref name="source"/> from now on, also when this throws.</summary>
    /// <exception cref="ModelFileException">A matrix is of a type that cannot be decoded.</exception>
    public QuantizedFile(ModelFile source, TensorType type) : base(source.Path)
    {
        this.source = source;
        Metadata = source.Metadata;
        try
        {
            var output = source.Tensors.ContainsKey("output.weight") ? "output.weight" : "token_embd.weight";
            Tensors = source.Tensors.ToDictionary(t => t.Key, t => Brought(t.Value, type, isOutput: t.Key == output), StringComparer.Ordinal);
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }

    public override void Dispose()
    {
        FreeTensors();
        source.Dispose();
    }

    static ModelTensor Brought(ModelTensor tensor, TensorType type, bool isOutput)
    {
        if (!IsMatrix(tensor))
            return tensor;
        if (type == TensorType.Q4_0 && isOutput)
            type = TensorType.Q8_0;
        if (TensorLayout.Of(type)!.Value.BytesOf(tensor.Shape.AsSpan()) is null)
            type = TensorType.F16;
        return type == tensor.Type ? tensor : new DerivedTensor(tensor, type);
    }

    static bool IsMatrix(ModelTensor tensor) =>
        tensor.Shape.Length >= 2
        && tensor.Name.EndsWith(".weight", StringComparison.Ordinal)
        && !tensor.Name.EndsWith("norm.weight", StringComparison.Ordinal)
        && !tensor.Name.StartsWith("cls.", StringComparison.Ordinal);
}
