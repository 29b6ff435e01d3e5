using Outthink.Engine.Weights;

namespace Outthink.Engine.Conversion;

/// <summary>Writes a model as a GGUF file that this engine and llama.cpp load.</summary>
public static class ModelConversion
{
    /// <summary>The types that matrices can be brought to.</summary>
    public static IReadOnlyList<TensorType> Types { get; } = [TensorType.F32, TensorType.F16, TensorType.BF16, TensorType.Q8_0, TensorType.Q4_0];

    /// <summary>
    /// Writes keys, tokeniser and tensors of a GGUF file or Hugging Face folder, one tensor after another. With <paramref name="type"/> the matrices are brought to it:
    /// vectors and reward heads stay F32, rows that its blocks do not divide become F16, and of Q4_0 the output layer
    /// (the embedding when tied) becomes Q8_0. Without it every tensor keeps its type. A file that was there is
    /// replaced at the end, or left alone when something fails.
    /// </summary>
    /// <exception cref="ModelFileException">The model is missing, damaged or of a kind that is not read; a tensor cannot be brought to the type; or the path is the model's own.</exception>
    /// <exception cref="IOException">The disk is full, or the file cannot be written.</exception>
    public static void Write(string model, string path, TensorType? type = null, IProgress<WriteProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(model);
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (type is { } wanted && !Types.Contains(wanted))
            throw new ArgumentException($"matrices cannot be stored as {wanted}; {string.Join(", ", Types)} are possible", nameof(type));
        if (Path.GetFullPath(path) == Path.GetFullPath(model))
            throw new ModelFileException(path, "a model cannot be converted onto itself; give another file");
        IReadOnlyDictionary<string, GgufValue> tokenizer = Directory.Exists(model) ? TokenizerKeys.Read(model) : new Dictionary<string, GgufValue>();
        var opened = ModelFile.Open(model);
        using var source = type is { } target ? new QuantizedFile(opened, target) : opened;
        var writer = new GgufWriter();
        foreach (var (key, value) in source.Metadata.Concat(tokenizer))
        {
            if (!IsOfTheFile(key))
                writer.Add(key, value);
        }
        var prevailing = Prevailing(source);
        if (FileType(prevailing) is { } number)
            writer.Add("general.file_type", number);
        if (prevailing is not (TensorType.F32 or TensorType.F16 or TensorType.BF16))
            writer.Add("general.quantization_version", 2u); // ggml.h, GGML_QNT_VERSION
        foreach (var tensor in source.Tensors.Values)
            writer.AddTensor(tensor);
        writer.Write(path, progress, cancellationToken);
    }

    /// <summary>Keys that say how a file is laid out, not what model it holds.</summary>
    static bool IsOfTheFile(string key) =>
        key is "general.alignment" or "general.file_type" or "general.quantization_version" || key.StartsWith("split.", StringComparison.Ordinal);

    /// <summary>The type of most bytes.</summary>
    static TensorType Prevailing(ModelFile file) => file.Tensors.Values
        .GroupBy(t => t.Type).OrderByDescending(g => g.Sum(t => (double)t.ByteLength)).Select(g => g.Key).FirstOrDefault();

    /// <summary>general.file_type (llama.h, enum llama_ftype) where one type says it all.</summary>
    static uint? FileType(TensorType type) => type switch
    {
        TensorType.F32 => 0,
        TensorType.F16 => 1,
        TensorType.Q4_0 => 2,
        TensorType.Q4_1 => 3,
        TensorType.Q8_0 => 7,
        TensorType.Q5_0 => 8,
        TensorType.Q5_1 => 9,
        TensorType.BF16 => 32,
        _ => null,
    };
}
