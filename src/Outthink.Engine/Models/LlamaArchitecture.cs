namespace Outthink.Engine.Models;

/// <summary>
/// llama: Llama 2, 3, 3.1 and 3.2, Mistral 7B and what is built like them.
/// <para>
/// Tensors: token_embd, output_norm, output (absent where tied); for each block attn_norm, attn_q, attn_k, attn_v,
/// attn_output, ffn_norm, ffn_gate, ffn_up, ffn_down; rope_freqs where frequencies are divided pair by pair (Llama 3.1
/// and later). No biases.
/// </para>
/// <para>
/// Keys: llama.*, as <see cref="ModelConfig"/> reads them; attention.sliding_window for Mistral 7B v0.1.
/// </para>
/// Converters reorder the rows of queries and keys so that rotary pairs are neighbours.
/// </summary>
internal static class LlamaArchitecture
{
    public static Architecture Traits { get; } = new()
    {
        Name = "llama",
        HasNeighbouringPairs = true,
        MayHaveRotaryFactors = true,
    };
}
