namespace Outthink.Engine.Weights.HuggingFace;

/// <summary>Names of tensors in Hugging Face's models, as GGUF calls them.</summary>
static class TensorNames
{
    static readonly Dictionary<string, string> Whole = new(StringComparer.Ordinal)
    {
        ["embed_tokens"] = "token_embd",
        ["norm"] = "output_norm",
        ["lm_head"] = "output",
        // Reward models: a value head (TRL), the two layers of Qwen's process reward models, token classification.
        ["v_head.summary"] = "cls.output",
        ["score.0"] = "cls",
        ["score.2"] = "cls.output",
        ["score"] = "cls.output",
        ["classifier"] = "cls.output",
    };

    static readonly Dictionary<string, string> InLayer = new(StringComparer.Ordinal)
    {
        ["input_layernorm"] = "attn_norm",
        ["self_attn.q_proj"] = "attn_q",
        ["self_attn.k_proj"] = "attn_k",
        ["self_attn.v_proj"] = "attn_v",
        ["self_attn.o_proj"] = "attn_output",
        ["self_attn.q_norm"] = "attn_q_norm",
        ["self_attn.k_norm"] = "attn_k_norm",
        ["post_attention_layernorm"] = "ffn_norm",
        ["mlp.gate_proj"] = "ffn_gate",
        ["mlp.up_proj"] = "ffn_up",
        ["mlp.down_proj"] = "ffn_down",
    };

    /// <summary>
    /// GGUF's name; null for a buffer that holds nothing learnt (rotary frequencies). A name that means nothing here is
    /// returned as it is, for the architecture to refuse.
    /// </summary>
    public static string? ToGguf(string name)
    {
        if (name.EndsWith("rotary_emb.inv_freq", StringComparison.Ordinal))
            return null;
        var dot = name.LastIndexOf('.');
        if (dot < 0 || name[dot..] is not (".weight" or ".bias"))
            return name;
        var kind = name[dot..];
        var stem = name[..dot];
        if (stem.StartsWith("model.", StringComparison.Ordinal))
            stem = stem["model.".Length..];
        if (Whole.TryGetValue(stem, out var whole))
            return whole + kind;
        var parts = stem.Split('.', 3);
        return parts is ["layers", var layer, var part] && uint.TryParse(layer, out _) && InLayer.TryGetValue(part, out var inLayer)
            ? $"blk.{layer}.{inLayer}{kind}"
            : name;
    }
}
