namespace Outthink.Engine.Models;

/// <summary>
/// qwen3: the dense models of Qwen3.
/// <para>
/// Tensors: those of llama without rope_freqs, and for each block attn_q_norm and attn_k_norm, one vector of a head's
/// length for all heads. No biases.
/// </para>
/// <para>
/// Keys: qwen3.*, as <see cref="ModelConfig"/> reads them; a head's length is attention.key_length, not width / heads.
/// </para>
/// Rotary pairs are half a head apart in files.
/// </summary>
internal static class Qwen3Architecture
{
    public static Architecture Traits { get; } = new()
    {
        Name = "qwen3",
        HasNeighbouringPairs = false,
        HasHeadNorms = true,
    };
}
