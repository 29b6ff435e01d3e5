namespace Outthink.Engine.Weights.HuggingFace;

/// <summary>
/// What is special about llama's rotary embedding in GGUF: Llama 3's scaling as one divisor per pair, and rows of
/// queries and keys in an order that puts the two members of a rotated pair side by side.
/// </summary>
static class LlamaRotation
{
    const int MostDimensions = 4096;

    /// <summary>
    /// Divisors of each pair's frequency: 1 for short waves, the factor for long ones, between them a smooth passage
    /// (the scaling "llama3" of transformers' modeling_rope_utils). Computed in double, kept as float.
    /// </summary>
    public static float[] Factors(JsonFile rope, float theta, int headDim)
    {
        var factor = rope.Number("factor") ?? 8;
        var (low, high) = (rope.Number("low_freq_factor") ?? 1, rope.Number("high_freq_factor") ?? 4);
        var context = rope.Count("original_max_position_embeddings") ?? 8192;
        if (!(factor > 0 && low > 0 && high > low && theta > 0) || headDim is < 2 or > MostDimensions)
            throw rope.Fault($"the rotation's scaling 'llama3' has factor {factor}, low_freq_factor {low}, high_freq_factor {high}, rope_theta {theta} and heads of {headDim} dimensions; positive factors, the second frequency factor above the first, and 2 to {MostDimensions} dimensions are possible");
        var factors = new float[headDim / 2];
        for (var pair = 0; pair < factors.Length; pair++)
        {
            var wave = 2 * Math.PI * Math.Pow(theta, 2.0 * pair / headDim);
            var smooth = (context / wave - low) / (high - low);
            factors[pair] = (float)(wave < context / (double)high ? 1 : wave > context / (double)low ? factor : 1 / ((1 - smooth) / factor + smooth));
        }
        return factors;
    }

    /// <summary>
    /// Where the row that GGUF has at <paramref name="row"/> stands in a Hugging Face matrix: that format rotates the
    /// first half of a head against the second, GGUF's llama neighbouring rows.
    /// </summary>
    public static long SourceRow(long row, int headDim)
    {
        var within = row % headDim;
        return row - within + within / 2 + within % 2 * (headDim / 2);
    }
}
