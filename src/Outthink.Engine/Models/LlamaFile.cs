using System.Collections.Immutable;
using Outthink.Engine.Kernels;
using Outthink.Engine.Weights;

namespace Outthink.Engine.Models;

/// <summary>Reads the weights of a llama model out of a model file into the kernels' layout.</summary>
internal sealed class LlamaFile(ModelFile file)
{
    readonly HashSet<string> taken = [];

    /// <exception cref="ModelFileException">A tensor is missing, of another shape than the keys say, of a type not supported, or unknown to the architecture.</exception>
    public LlamaWeights Read()
    {
        var config = ModelConfig.FromGguf(file);
        var opened = new List<IDisposable>();
        try
        {
            var embedding = Keep(opened, Matrix("token_embd.weight", config.VocabularySize, config.Width));
            var layers = ImmutableArray.CreateBuilder<LlamaLayer>(config.Layers);
            for (var i = 0; i < config.Layers; i++)
                layers.Add(Layer(config, $"blk.{i}.", opened));
            var weights = new LlamaWeights
            {
                Config = config,
                Embedding = embedding,
                Layers = layers.MoveToImmutable(),
                FinalNorm = Keep(opened, Vector("output_norm.weight", config.Width)),
                Output = config.IsOutputTied ? embedding : Keep(opened, Matrix("output.weight", config.VocabularySize, config.Width)),
            };
            if (file.Tensors.Keys.FirstOrDefault(name => !taken.Contains(name)) is { } unknown)
                throw new ModelFileException(file.Path, "the architecture 'llama' as supported here has no such tensor, and leaving it out would give wrong answers; use another file", unknown);
            return weights;
        }
        catch
        {
            foreach (var item in opened)
                item.Dispose();
            throw;
        }
    }

    LlamaLayer Layer(ModelConfig config, string prefix, List<IDisposable> opened)
    {
        var (queries, keys) = (config.Heads * config.HeadDim, config.KvHeads * config.HeadDim);
        return new()
        {
            AttentionNorm = Keep(opened, Vector(prefix + "attn_norm.weight", config.Width)),
            Query = Keep(opened, Matrix(prefix + "attn_q.weight", queries, config.Width)),
            Key = Keep(opened, Matrix(prefix + "attn_k.weight", keys, config.Width)),
            Value = Keep(opened, Matrix(prefix + "attn_v.weight", keys, config.Width)),
            Output = Keep(opened, Matrix(prefix + "attn_output.weight", config.Width, queries)),
            FeedForwardNorm = Keep(opened, Vector(prefix + "ffn_norm.weight", config.Width)),
            Gate = Keep(opened, Matrix(prefix + "ffn_gate.weight", config.FeedForward, config.Width)),
            Up = Keep(opened, Matrix(prefix + "ffn_up.weight", config.FeedForward, config.Width)),
            Down = Keep(opened, Matrix(prefix + "ffn_down.weight", config.Width, config.FeedForward)),
        };
    }

    static T Keep<T>(List<IDisposable> opened, T item) where T : IDisposable
    {
        opened.Add(item);
        return item;
    }

    PackedMatrix Matrix(string name, int columns, int depth)
    {
        var tensor = Take(name, depth, columns);
        try
        {
            var matrix = PackedMatrix.Pack(tensor, columns, depth);
            tensor.Release();
            return matrix;
        }
        catch (ArgumentException problem)
        {
            throw new ModelFileException(file.Path, problem.Message, name, tensor.Offset, problem);
        }
    }

    NativeBuffer Vector(string name, int length)
    {
        var tensor = Take(name, length);
        if (tensor.Type != TensorType.F32)
            throw new ModelFileException(file.Path, $"a norm of type {tensor.Type} is not supported; norms are F32", name, tensor.Offset);
        var vector = new NativeBuffer((length + 15) / 16 * 16);
        System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(tensor.Data).CopyTo(vector.Span(0, length));
        return vector;
    }

    ModelTensor Take(string name, params ReadOnlySpan<long> shape)
    {
        var tensor = file.Tensor(name);
        // Dimensions of 1 at the end say nothing.
        var actual = tensor.Shape.AsSpan();
        while (actual.Length > shape.Length && actual[^1] == 1)
            actual = actual[..^1];
        if (!actual.SequenceEqual(shape))
            throw new ModelFileException(file.Path, $"the shape is [{string.Join(", ", tensor.Shape)}] where the model's keys ask for [{string.Join(", ", shape.ToArray())}]; the file is damaged or was converted wrongly", name, tensor.Offset);
        taken.Add(name);
        return tensor;
    }
}
