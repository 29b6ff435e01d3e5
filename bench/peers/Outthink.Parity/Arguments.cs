using Outthink.Engine.Tests.Models;
using Outthink.Engine.Weights;

namespace Outthink.Parity;

/// <summary>What the command line asks for.</summary>
sealed record Arguments
{
    public const string Usage = """
        Random-weight models of every architecture and stored type, evaluated by our engine, by llama.cpp and by a
        double-precision oracle on the stored weights: root-mean-square errors of the log-probabilities over the whole
        vocabulary, and their ratio. llama-server comes from LLAMA_CPP_BIN (a folder) or PATH; it is never built or
        downloaded.

        outthink-parity [--architectures A,…] [--types T,…] [--positions N] [--kv f16|f32] [--seed S]

          --architectures   llama, qwen2, qwen3 (default: all)
          --types           F32, F16, BF16, Q8_0, Q4_0, Q4_K, Q5_K, Q6_K (default: all)
          --positions       tokens of the text (default: 256, at most 512)
          --kv              llama.cpp's cache: its default f16, or f32, with which it rounds less (default: f16;
                            rows of type F32 always have f32)
          --seed            seed of weights and text (default: 1)

        Exit 0: every ratio is at most 1.2, and F32 is within 1e-4 everywhere; 1: not so; 2: no llama-server or bad arguments.
        """;

    static readonly string[] KnownArchitectures = ["llama", "qwen2", "qwen3"];

    public IReadOnlyList<string> Architectures { get; private set; } = KnownArchitectures;
    public IReadOnlyList<TensorType> Types { get; private set; } = Quantized.Types;
    public int Positions { get; private set; } = 256;
    public string KvType { get; private set; } = "f16";
    public int Seed { get; private set; } = 1;

    /// <summary>Null when the arguments cannot be understood.</summary>
    public static Arguments? Parse(string[] args)
    {
        var parsed = new Arguments();
        for (var i = 0; i < args.Length; i += 2)
        {
            var value = i + 1 < args.Length ? args[i + 1] : "";
            switch (args[i])
            {
                case "--architectures" when value.Split(',') is var names && names.All(KnownArchitectures.Contains):
                    parsed.Architectures = names;
                    break;
                case "--types" when value.Split(',') is var names && names.All(n => Quantized.Types.Any(t => t.ToString() == n)):
                    parsed.Types = [.. names.Select(Enum.Parse<TensorType>)];
                    break;
                case "--positions" when int.TryParse(value, out var positions) && positions is > 0 and <= Shapes.Context:
                    parsed.Positions = positions;
                    break;
                case "--kv" when value is "f16" or "f32":
                    parsed.KvType = value;
                    break;
                case "--seed" when int.TryParse(value, out var seed):
                    parsed.Seed = seed;
                    break;
                default:
                    return null;
            }
        }
        return parsed;
    }
}
