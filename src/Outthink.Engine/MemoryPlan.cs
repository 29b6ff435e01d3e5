using System.Globalization;
using Outthink.Engine.Cache;
using Outthink.Engine.Kernels;
using Outthink.Engine.Models;
using Outthink.Engine.Weights;

namespace Outthink.Engine;

/// <summary>
/// What a model will take of the machine's memory, from the shapes in its file alone: nothing is allocated or read to
/// know it. Weights are counted as the kernels hold them, generously where a layout depends on the processor.
/// </summary>
public sealed record MemoryPlan
{
    const long FixedBytes = 32L << 20; // tokeniser, tables, code

    /// <summary>All matrices and vectors.</summary>
    public required long WeightBytes { get; init; }

    /// <summary>Keys and values of one token, over all layers.</summary>
    public required long KvBytesPerToken { get; init; }

    /// <summary>Keys and values that may be held: what the options allow, or one whole context where that is less.</summary>
    public required long KvBytes { get; init; }

    /// <summary>Activations of a pass, logits, the largest tensor while it is repacked, and what does not depend on the model.</summary>
    public required long WorkingBytes { get; init; }

    public long TotalBytes => Sum([WeightBytes, KvBytes, WorkingBytes]);

    /// <summary>The plan for a file whose keys were read as <paramref name="config"/>.</summary>
    public static MemoryPlan Of(ModelFile file, ModelConfig config, EngineOptions options)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(options);
        var perToken = new KvLayout(config.Layers, config.KvHeads, config.HeadDim).BytesPerBlock / KvLayout.BlockTokens;
        var attention = ((long)config.Heads + config.KvHeads) * config.HeadDim;
        var activations = (3L * config.Width + 2 * attention + 2L * config.FeedForward) * sizeof(float);
        var logits = (long)config.VocabularySize * sizeof(float) * Math.Min(options.MaxPassTokens, 64);
        return new()
        {
            WeightBytes = Sum(file.Tensors.Values.Select(PackedBytes)),
            KvBytesPerToken = perToken,
            KvBytes = (long)Int128.Min(options.KvBytes, (Int128)perToken * config.ContextLength),
            WorkingBytes = Sum([activations * options.MaxPassTokens, logits, file.Tensors.Values.Max(t => t.ByteLength), FixedBytes]),
        };
    }

    /// <summary>Why this does not fit beside <paramref name="heldBytes"/> into <paramref name="limitBytes"/>, with the figures and what to do; null when it does.</summary>
    public string? Problem(long heldBytes, long limitBytes)
    {
        if (Sum([TotalBytes, heldBytes]) <= limitBytes)
            return null;
        var beside = heldBytes > 0 ? $", beside {Mebibytes(heldBytes)} of models loaded before" : "";
        return $"the model needs {Mebibytes(TotalBytes)} ({Mebibytes(WeightBytes)} of weights, {Mebibytes(KvBytes)} of keys and values at {KvBytesPerToken} bytes a token, {Mebibytes(WorkingBytes)} to work in){beside}, and {Mebibytes(limitBytes)} are there; "
            + "quantise it (Q8_0, Q4_0), allow less for keys and values, or use a smaller model";
    }

    static long PackedBytes(ModelTensor tensor)
    {
        if (tensor.Shape.Length == 1 || !PackedMatrix.Supports(tensor.Type))
            return tensor.ByteLength;
        return (long)Int128.Min(long.MaxValue, PackedMatrix.BytesFor(tensor.Type, tensor.RowCount, tensor.Shape[0]));
    }

    static long Sum(IEnumerable<long> parts) => (long)Int128.Min(long.MaxValue, parts.Aggregate((Int128)0, (sum, part) => sum + part));

    static string Mebibytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1 << 20):N0} MiB");
}
