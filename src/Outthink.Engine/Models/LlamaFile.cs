using System.Collections.Immutable;
using Outthink.Engine.Kernels;
using Outthink.Engine.Weights;

namespace Outthink.Engine.Models;

/// <summary>Reads the weights of a model of the llama family out of a model file into the kernels' layout.</summary>
internal sealed class LlamaFile(ModelFile file)
{
    readonly HashSet<string> taken = [];

    /// <exception cref="ModelFileException">A tensor is missing, of another shape than the keys say, of a type not supported, or unknown to the architecture.</exception>
    public LlamaWeights Read()
    {
        var config = ModelConfig.FromGguf(file);
        var architecture = Architecture.Find(config.Architecture)!;
        var opened = new List<IDisposable>();
        try
        {
            var embedding = Keep(opened, Matrix("token_embd.weight", config.VocabularySize, config.Width));
            var layers = ImmutableArray.CreateBuilder<LlamaLayer>(config.Layers);
            for (var i = 0; i < config.Layers; i++)
                layers.Add(Layer(config, architecture, $"blk.{i}.", opened));
            var weights = new LlamaWeights
            {
                Config = config,
                Embedding = embedding,
                Layers = layers.MoveToImmutable(),
                RotaryFactors = architecture.MayHaveRotaryFactors && file.Tensors.ContainsKey("rope_freqs.weight") ? RotaryFactors(config) : [],
                FinalNorm = Keep(opened, Vector("output_norm.weight", config.Width)),
                Output = config.IsOutputTied ? embedding : Keep(opened, Matrix("output.weight", config.VocabularySize, config.Width)),
                Head = config.HeadOutputs == 0 ? null : Head(config, opened),
            };
            if (file.Tensors.Keys.FirstOrDefault(name => !taken.Contains(name)) is { } unknown)
                throw new ModelFileException(file.Path, $"the architecture '{config.Architecture}' as supported here has no such tensor, and leaving it out would give wrong answers; use another file", unknown);
            return weights;
        }
        catch
        {
            foreach (var item in opened)
                item.Dispose();
            throw;
        }
    }

    LlamaLayer Layer(ModelConfig config, Architecture architecture, string prefix, List<IDisposable> opened)
    {
        var (queries, keys) = (config.Heads * config.HeadDim, config.KvHeads * config.HeadDim);
        var headDim = architecture.HasNeighbouringPairs ? 0 : config.HeadDim; // what is to be reordered
        var hasBiases = architecture.MayHaveAttentionBiases && file.Tensors.ContainsKey("blk.0.attn_q.bias");
        NativeBuffer? Bias(string name, int length, int reordered) =>
            hasBiases ? Keep(opened, Vector(prefix + name, length, "bias", reordered)) : null;
        NativeBuffer? HeadNorm(string name) =>
            architecture.HasHeadNorms ? Keep(opened, Vector(prefix + name, config.HeadDim, "norm", headDim)) : null;
        return new()
        {
            AttentionNorm = Keep(opened, Vector(prefix + "attn_norm.weight", config.Width)),
            Query = Keep(opened, Matrix(prefix + "attn_q.weight", queries, config.Width, headDim)),
            Key = Keep(opened, Matrix(prefix + "attn_k.weight", keys, config.Width, headDim)),
            Value = Keep(opened, Matrix(prefix + "attn_v.weight", keys, config.Width)),
            QueryBias = Bias("attn_q.bias", queries, headDim),
            KeyBias = Bias("attn_k.bias", keys, headDim),
            ValueBias = Bias("attn_v.bias", keys, 0),
            QueryNorm = HeadNorm("attn_q_norm.weight"),
            KeyNorm = HeadNorm("attn_k_norm.weight"),
            Output = Keep(opened, Matrix(prefix + "attn_output.weight", config.Width, queries)),
            FeedForwardNorm = Keep(opened, Vector(prefix + "ffn_norm.weight", config.Width)),
            Gate = Keep(opened, Matrix(prefix + "ffn_gate.weight", config.FeedForward, config.Width)),
            Up = Keep(opened, Matrix(prefix + "ffn_up.weight", config.FeedForward, config.Width)),
            Down = Keep(opened, Matrix(prefix + "ffn_down.weight", config.Width, config.FeedForward)),
        };
    }

    float[] RotaryFactors(ModelConfig config)
    {
        using var vector = Vector("rope_freqs.weight", config.HeadDim / 2, "rotary factor");
        var factors = vector.Span(0, config.HeadDim / 2).ToArray();
        return Array.TrueForAll(factors, f => f > 0 && float.IsFinite(f))
            ? factors
            : throw new ModelFileException(file.Path, "a divisor of a rotary frequency is not a positive number; the file is damaged, fetch it again", "rope_freqs.weight", file.Tensor("rope_freqs.weight").Offset);
    }

    RewardHead Head(ModelConfig config, List<IDisposable> opened) => new()
    {
        Hidden = config.HeadHidden == 0 ? null : Keep(opened, HeadMatrix("cls.weight", config.HeadHidden, config.Width)),
        HiddenBias = config.HeadHidden == 0 ? null : OptionalBias("cls.bias", config.HeadHidden, opened),
        Output = Keep(opened, HeadMatrix("cls.output.weight", config.HeadOutputs, config.HeadHidden == 0 ? config.Width : config.HeadHidden)),
        OutputBias = OptionalBias("cls.output.bias", config.HeadOutputs, opened),
    };

    /// <summary>A head's few weights decide about steps: they are not quantised.</summary>
    PackedMatrix HeadMatrix(string name, int columns, int depth)
    {
        if (file.Tensor(name) is { Type: not (TensorType.F32 or TensorType.F16 or TensorType.BF16) } tensor)
            throw new ModelFileException(file.Path, $"a reward head of type {tensor.Type} is not supported; leave it in F32, F16 or BF16 when quantising", name, tensor.Offset);
        return Matrix(name, columns, depth);
    }

    NativeBuffer? OptionalBias(string name, int length, List<IDisposable> opened) =>
        file.Tensors.ContainsKey(name) ? Keep(opened, Vector(name, length, "bias")) : null;

    static T Keep<T>(List<IDisposable> opened, T item) where T : IDisposable
    {
        opened.Add(item);
        return item;
    }

    /// <param name="name">The tensor.</param>
    /// <param name="columns">Outputs.</param>
    /// <param name="depth">Inputs.</param>
    /// <param name="headDim">Length of the heads whose pairs are to be brought together; 0: none.</param>
    PackedMatrix Matrix(string name, int columns, int depth, int headDim = 0)
    {
        var tensor = Take(name, depth, columns);
        try
        {
            var matrix = headDim > 0 ? HeadOrder.Pack(tensor, columns, depth, headDim) : PackedMatrix.Pack(tensor, columns, depth);
            tensor.Release();
            return matrix;
        }
        catch (ArgumentException problem)
        {
            throw new ModelFileException(file.Path, problem.Message, name, tensor.Offset, problem);
        }
    }

    NativeBuffer Vector(string name, int length, string what = "norm", int headDim = 0)
    {
        var tensor = Take(name, length);
        if (tensor.Type != TensorType.F32)
            throw new ModelFileException(file.Path, $"a {what} of type {tensor.Type} is not supported; vectors are F32", name, tensor.Offset);
        var vector = new NativeBuffer((length + 15) / 16 * 16);
        System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(tensor.Data).CopyTo(vector.Span(0, length));
        if (headDim > 0)
            HeadOrder.Reorder(vector.Span(0, length), headDim);
        return vector;
    }

    ModelTensor Take(string name, params ReadOnlySpan<long> shape)
    {
        var tensor = file.Tensor(name);
        // Dimensions of 1 at the end say nothing.
        if (!WithoutOnes(tensor.Shape.AsSpan()).SequenceEqual(WithoutOnes(shape)))
            throw new ModelFileException(file.Path, $"the shape is [{string.Join(", ", tensor.Shape)}] where the model's keys ask for [{string.Join(", ", shape.ToArray())}]; the file is damaged or was converted wrongly", name, tensor.Offset);
        taken.Add(name);
        return tensor;
    }

    static ReadOnlySpan<long> WithoutOnes(ReadOnlySpan<long> shape) => shape[..(shape.LastIndexOfAnyExcept(1) + 1)];
}
