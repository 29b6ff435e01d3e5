using System.Collections.Immutable;
using Outthink.Engine.Weights;

namespace Outthink.Peers.Speed;

/// <summary>A row of the table: which figure of which workload, and what it shall reach.</summary>
/// <param name="Id">Names the row on the command line.</param>
/// <param name="Title">Names it in the table.</param>
/// <param name="Figure">What is compared.</param>
/// <param name="Ours">What our engine runs.</param>
/// <param name="Theirs">What llama.cpp runs.</param>
/// <param name="AtLeast">Least ratio, or share.</param>
/// <param name="Aim">The ratio, or share, aimed at.</param>
sealed record SpeedRow(string Id, string Title, Figure Figure, Workload Ours, Workload Theirs, double AtLeast, double? Aim)
{
    public static ImmutableArray<SpeedRow> All { get; } =
    [
        Same("prefill", "prefill 256, Q8_0", Figure.Prefill, Big(TensorType.Q8_0, 256, 32, 1), 1.5, 1.9),
        Same("decode-q8", "decode 1 sequence, Q8_0", Figure.Decode, Big(TensorType.Q8_0, 256, 32, 1), 1.0, 1.2),
        Same("decode-q4", "decode 1 sequence, Q4_0", Figure.Decode, Big(TensorType.Q4_0, 256, 32, 1), 0.9, 1.2),
        Same("shared-16", "prompt 256 shared, 32 new, 16 sequences, Q8_0", Figure.Decode, Big(TensorType.Q8_0, 256, 32, 16), 2.0, 3.0),
        Same("shared-64", "the same, 64 sequences", Figure.Decode, Big(TensorType.Q8_0, 256, 32, 64), 2.5, 3.5),
        Same("long-64", "prompt 512 shared, 128 new, 64 sequences, Q8_0", Figure.Decode, Big(TensorType.Q8_0, 512, 128, 64), 4.5, 6.5),
        new("q8-over-q4", "ours at Q8_0 against llama.cpp at Q4_0, 64 sequences, prompt 256", Figure.Decode, Big(TensorType.Q8_0, 256, 32, 64), Big(TensorType.Q4_0, 256, 32, 64), 1.2, 1.7),
        Same("tiny-64", "tiny family (1M parameters, F32), 64 sequences", Figure.Decode, new(IsTiny: true, TensorType.F32, 256, 32, 64), 8, 20),
        Same("ceiling", "share of the Q8_0 ceiling at 64 sequences", Figure.CeilingShare, Big(TensorType.Q8_0, 256, 32, 64), 0.55, 0.70),
    ];

    /// <summary>Whether the row compares with llama.cpp at all.</summary>
    public bool HasPeer => Figure != Figure.CeilingShare;

    static SpeedRow Same(string id, string title, Figure figure, Workload workload, double atLeast, double aim) => new(id, title, figure, workload, workload, atLeast, aim);

    static Workload Big(TensorType type, int promptTokens, int newTokens, int sequences) => new(IsTiny: false, type, promptTokens, newTokens, sequences);
}
