using System.Runtime.InteropServices;
using Outthink.Engine.Weights;

namespace Outthink.Engine.Tests.Models;

/// <summary>A model with random weights and a byte-level vocabulary, as plain arrays and as a GGUF file.</summary>
internal sealed class TinyModel
{
    readonly Dictionary<string, byte[]> stored = [];

    /// <summary>llama; qwen2, which has biases; qwen3, which norms the heads of queries and keys.</summary>
    public string Architecture { get; init; } = "llama";
    public int Vocabulary { get; init; } = 64;
    public int Context { get; init; } = 96;
    public int Layers { get; init; } = 2;
    public int Width { get; init; } = 24;
    public int FeedForward { get; init; } = 40;
    public int Heads { get; init; } = 4;
    public int KvHeads { get; init; } = 2;
    public int HeadDim { get; init; } = 6;
    public float RopeBase { get; init; } = 10000;

    /// <summary>Null leaves the keys of scaling out.</summary>
    public string? RopeScaling { get; init; }
    public float RopeFactor { get; init; } = 1;
    public int RopeOriginalContext { get; init; } = 4096;
    public float RopeAttentionFactor { get; init; } = 1;

    /// <summary>Divisors of the pairs' frequencies (Llama 3.1), or none.</summary>
    public float[] RopeFactors { get; init; } = [];
    public int SlidingWindow { get; init; }

    /// <summary>Outputs of a reward head and the width of its hidden layer; 0: none.</summary>
    public int HeadOutputs { get; init; }
    public int HeadHidden { get; init; }
    public float Epsilon { get; init; } = 1e-5f;
    public bool Tied { get; init; } = true;
    public ulong Seed { get; init; } = 1;

    /// <summary>Whether a qwen2's queries, keys and values have biases.</summary>
    public bool HasBiases { get; init; } = true;

    /// <summary>Whether a pair of the rotary embedding stands side by side, as llama files have it.</summary>
    public bool PairsAreNeighbours => Architecture == "llama";

    /// <summary>Type of the matrices; the arrays hold what the stored values mean.</summary>
    public TensorType Type { get; init; } = TensorType.F32;

    /// <summary>A token whose embedding is not a number; −1: none.</summary>
    public int PoisonedToken { get; init; } = -1;

    /// <summary>Whether the file names an end token.</summary>
    public bool HasEnd { get; init; } = true;

    /// <summary>Scale of the output: large makes the model sure of itself, small makes it guess.</summary>
    public float Sharpness { get; init; } = 3;

    /// <summary>Scale of queries and keys: large makes attention pick single tokens, and rounding matter more.</summary>
    public float AttentionSharpness { get; init; } = 2;

    public const int EndToken = 0;

    /// <summary>Tokens 1 … 4 are the bytes 'a' … 'd', 5 is "ab", 6 is "\n", 7 is ".\n\n"; the others are letters of their own.</summary>
    public static string Piece(int token) => token switch
    {
        EndToken => "<zero>",
        >= 1 and <= 4 => ((char)('a' + token - 1)).ToString(),
        5 => "ab",
        6 => "Ċ",
        7 => ".ĊĊ",
        _ => "" + (char)('A' + token % 26) + (char)('A' + token / 26 % 26) + (char)('A' + token / 676),
    };

    public Dictionary<string, (int Columns, int Depth, float[] Values)> Matrices { get; } = [];

    /// <summary>Norms, biases and other vectors, which are F32.</summary>
    public Dictionary<string, float[]> Vectors { get; } = [];

    public static TinyModel Build(TinyModel model)
    {
        var random = new Random((int)model.Seed);
        void Matrix(string name, int columns, int depth, float scale)
        {
            var values = new float[columns * depth];
            foreach (ref var value in values.AsSpan())
                value = (float)((random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5) * 2 * scale / Math.Sqrt(depth));
            model.Matrices[name] = (columns, depth, values);
        }
        void Norm(string name)
        {
            Vector(name, model.Width, 0.5);
        }
        void Vector(string name, int length, double from)
        {
            model.Vectors[name] = [.. Enumerable.Range(0, length).Select(_ => (float)(from + random.NextDouble()))];
        }
        Matrix("token_embd.weight", model.Vocabulary, model.Width, model.Tied ? model.Sharpness : 2);
        if (!model.Tied)
            Matrix("output.weight", model.Vocabulary, model.Width, model.Sharpness);
        for (var layer = 0; layer < model.Layers; layer++)
        {
            var blk = $"blk.{layer}.";
            Norm(blk + "attn_norm.weight");
            Norm(blk + "ffn_norm.weight");
            Matrix(blk + "attn_q.weight", model.Heads * model.HeadDim, model.Width, model.AttentionSharpness);
            Matrix(blk + "attn_k.weight", model.KvHeads * model.HeadDim, model.Width, model.AttentionSharpness);
            Matrix(blk + "attn_v.weight", model.KvHeads * model.HeadDim, model.Width, 1);
            Matrix(blk + "attn_output.weight", model.Width, model.Heads * model.HeadDim, 1);
            Matrix(blk + "ffn_gate.weight", model.FeedForward, model.Width, 1);
            Matrix(blk + "ffn_up.weight", model.FeedForward, model.Width, 1);
            Matrix(blk + "ffn_down.weight", model.Width, model.FeedForward, 1);
            if (model.Architecture == "qwen2" && model.HasBiases)
            {
                Vector(blk + "attn_q.bias", model.Heads * model.HeadDim, -0.5);
                Vector(blk + "attn_k.bias", model.KvHeads * model.HeadDim, -0.5);
                Vector(blk + "attn_v.bias", model.KvHeads * model.HeadDim, -0.5);
            }
            if (model.Architecture == "qwen3")
            {
                Vector(blk + "attn_q_norm.weight", model.HeadDim, 0.5);
                Vector(blk + "attn_k_norm.weight", model.HeadDim, 0.5);
            }
        }
        Norm("output_norm.weight");
        if (model.RopeFactors.Length > 0)
            model.Vectors["rope_freqs.weight"] = model.RopeFactors;
        if (model.HeadHidden > 0)
        {
            Matrix("cls.weight", model.HeadHidden, model.Width, 1);
            Vector("cls.bias", model.HeadHidden, -0.5);
        }
        if (model.HeadOutputs > 0)
        {
            Matrix("cls.output.weight", model.HeadOutputs, model.HeadHidden > 0 ? model.HeadHidden : model.Width, 1);
            Vector("cls.output.bias", model.HeadOutputs, -0.5);
        }
        if (model.PoisonedToken >= 0)
            model.Matrices["token_embd.weight"].Values.AsSpan(model.PoisonedToken * model.Width, model.Width).Fill(float.NaN);
        foreach (var (name, matrix) in model.Matrices)
        {
            var bytes = Quantized.Bytes(matrix.Values, model.TypeOf(name));
            model.stored[name] = bytes;
            Quantized.Read(bytes, model.TypeOf(name), matrix.Values);
        }
        return model;
    }

    public GgufWriter Writer()
    {
        var writer = new GgufWriter()
            .Add("general.architecture", Architecture)
            .Add($"{Architecture}.context_length", (uint)Context)
            .Add($"{Architecture}.block_count", (uint)Layers)
            .Add($"{Architecture}.embedding_length", (uint)Width)
            .Add($"{Architecture}.feed_forward_length", (uint)FeedForward)
            .Add($"{Architecture}.attention.head_count", (uint)Heads)
            .Add($"{Architecture}.attention.head_count_kv", (uint)KvHeads)
            .Add($"{Architecture}.attention.key_length", (uint)HeadDim)
            .Add($"{Architecture}.attention.value_length", (uint)HeadDim)
            .Add($"{Architecture}.attention.layer_norm_rms_epsilon", Epsilon)
            .Add($"{Architecture}.rope.freq_base", RopeBase)
            .Add($"{Architecture}.rope.dimension_count", (uint)HeadDim)
            .Add("tokenizer.ggml.model", "gpt2")
            .Add("tokenizer.ggml.pre", "gpt-2")
            .Add("tokenizer.ggml.unknown_token_id", 8u)
            .AddArray("tokenizer.ggml.tokens", [.. Enumerable.Range(0, Vocabulary).Select(Piece)])
            .AddArray("tokenizer.ggml.token_type", [.. Enumerable.Range(0, Vocabulary).Select(id => id == EndToken ? 3 : 1)])
            .AddArray("tokenizer.ggml.merges", "a b");
        if (HasEnd)
            writer.Add("tokenizer.ggml.eos_token_id", (uint)EndToken);
        if (RopeScaling is not null)
        {
            writer.Add($"{Architecture}.rope.scaling.type", RopeScaling)
                .Add($"{Architecture}.rope.scaling.factor", RopeFactor)
                .Add($"{Architecture}.rope.scaling.original_context_length", (uint)RopeOriginalContext)
                .Add($"{Architecture}.rope.scaling.attn_factor", RopeAttentionFactor);
        }
        if (SlidingWindow > 0)
            writer.Add($"{Architecture}.attention.sliding_window", (uint)SlidingWindow);
        foreach (var (name, (columns, depth, _)) in Matrices)
            writer.AddTensor(name, TypeOf(name), [depth, columns], stored[name]);
        foreach (var (name, values) in Vectors)
            writer.AddTensor(name, TensorType.F32, [values.Length], MemoryMarshal.AsBytes(values.AsSpan()).ToArray());
        return writer;
    }

    TensorType TypeOf(string matrix) => matrix.StartsWith("cls.", StringComparison.Ordinal) ? TensorType.F32 : Type;

    public string Write()
    {
        var path = Path.Combine(Path.GetTempPath(), $"outthink-tiny-{Guid.NewGuid():N}.gguf");
        Writer().Write(path);
        return path;
    }
}
