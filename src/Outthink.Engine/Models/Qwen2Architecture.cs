namespace Outthink.Engine.Models;

/// <summary>
/// qwen2: Qwen2, Qwen2.5, Qwen2.5-Math, DeepSeek-R1-Distill-Qwen and the reward models made from them.
/// <para>
/// Tensors: those of llama without rope_freqs, and for each block attn_q.bias, attn_k.bias, attn_v.bias,
/// all of them or none. The output is tied in the models up to 3B.
/// </para>
/// <para>
/// Keys: qwen2.*, as <see cref="ModelConfig"/> reads them; attention.sliding_window only where the checkpoint enables
/// it; rope.scaling.type yarn for long contexts.
/// </para>
/// Rotary pairs are half a head apart in files.
/// </summary>
internal static class Qwen2Architecture
{
    public static Architecture Traits { get; } = new()
    {
        Name = "qwen2",
        HasNeighbouringPairs = false,
        MayHaveAttentionBiases = true,
    };
}
