using Outthink.Engine.Weights;

namespace Outthink.Engine.Models;

/// <summary>The keys rope.scaling.* of a model file, with llama.cpp's meaning and defaults.</summary>
public sealed record RopeScaling
{
    public RopeScalingKind Kind { get; init; } = RopeScalingKind.None;

    /// <summary>How many times slower pairs turn.</summary>
    public float Factor { get; init; } = 1;

    /// <summary>Tokens of the context before it was stretched (YaRN).</summary>
    public int OriginalContext { get; init; }

    /// <summary>Multiplies the rotated values; YaRN's own factor 1 + 0.1 ln(factor) comes on top.</summary>
    public float AttentionFactor { get; init; } = 1;

    /// <summary>Turns over the original context above which a pair stays as it is (YaRN).</summary>
    public float BetaFast { get; init; } = 32;

    /// <summary>Turns over the original context below which a pair is slowed by the whole factor (YaRN).</summary>
    public float BetaSlow { get; init; } = 1;

    /// <summary>What cosines and sines are multiplied by.</summary>
    internal double Magnitude => AttentionFactor * (Kind == RopeScalingKind.Yarn ? YarnMagnitude(Factor) : 1);

    /// <summary>YaRN's own factor of rotated values (Peng et al. 2023, section 3.4), 1 where nothing is stretched.</summary>
    internal static double YarnMagnitude(double factor) => factor > 1 ? 1 + 0.1 * Math.Log(factor) : 1;

    /// <summary>Radians by which each of headDim / 2 pairs turns from one position to the next; a divisor for each pair may be given.</summary>
    internal double[] Frequencies(int headDim, double ropeBase, ReadOnlySpan<float> divisors)
    {
        var frequencies = new double[headDim / 2];
        var (low, high) = Kind == RopeScalingKind.Yarn ? Ramp(headDim, ropeBase) : default;
        for (var pair = 0; pair < frequencies.Length; pair++)
        {
            var unscaled = Math.Pow(ropeBase, -2 * pair / (double)headDim) / (divisors.IsEmpty ? 1 : divisors[pair]);
            var scaled = unscaled / Factor;
            var mix = Math.Clamp((pair - low) / Math.Max(0.001, high - low), 0, 1);
            frequencies[pair] = Kind switch
            {
                RopeScalingKind.None => unscaled,
                RopeScalingKind.Linear => scaled,
                _ => scaled * mix + unscaled * (1 - mix),
            };
        }
        return frequencies;
    }

    internal static RopeScaling FromGguf(ModelFile file, string architecture, int contextLength)
    {
        var (keys, prefix) = (file.Metadata, $"{architecture}.rope.scaling.");
        float Number(string key, float otherwise) => keys.TryGetFloat(prefix + key, out var value) ? value : otherwise;
        // A factor without a type is linear; old files have it under another key.
        var type = keys.TryGetString(prefix + "type", out var stated) ? stated : "linear";
        var factor = Number("factor", keys.TryGetFloat($"{architecture}.rope.scale_linear", out var old) ? old : 0);
        var scaling = new RopeScaling
        {
            Kind = type switch
            {
                "none" => RopeScalingKind.None,
                "linear" => RopeScalingKind.Linear,
                "yarn" => RopeScalingKind.Yarn,
                _ => throw new ModelFileException(file.Path, $"rotation scaling '{type}' is not supported; 'none', 'linear' and 'yarn' are"),
            },
            Factor = type == "none" || factor == 0 ? 1 : factor,
            OriginalContext = keys.TryGetInt32(prefix + "original_context_length", out var original) ? original : contextLength,
            AttentionFactor = Number("attn_factor", 1),
            BetaFast = Number("yarn_beta_fast", 32),
            BetaSlow = Number("yarn_beta_slow", 1),
        };
        if (scaling.Problem() is { } problem)
            throw new ModelFileException(file.Path, $"{problem}; the file is damaged or was converted wrongly");
        if (Number("yarn_log_multiplier", 0) != 0 || Number("yarn_ext_factor", 1) is not (1 or < 0) || Number("yarn_attn_factor", 1) != 1)
            throw new ModelFileException(file.Path, $"{prefix}yarn_log_multiplier, {prefix}yarn_attn_factor and {prefix}yarn_ext_factor are not supported");
        // The scaling by 1 is none.
        return scaling.Kind == RopeScalingKind.Linear && scaling.Factor == 1 ? scaling with { Kind = RopeScalingKind.None } : scaling;
    }

    string? Problem() => this switch
    {
        _ when !(Factor > 0) || !float.IsFinite(Factor) => $"a rotation scaling factor of {Factor} cannot be",
        _ when !(AttentionFactor > 0) || !float.IsFinite(AttentionFactor) => $"a rotation attention factor of {AttentionFactor} cannot be",
        { Kind: RopeScalingKind.Yarn, OriginalContext: < 1 } => $"an original context of {OriginalContext} tokens cannot be",
        { Kind: RopeScalingKind.Yarn } when !(BetaFast > 0 && BetaSlow > 0 && float.IsFinite(BetaFast) && float.IsFinite(BetaSlow)) =>
            $"yarn between {BetaSlow} and {BetaFast} turns cannot be",
        _ => null,
    };

    /// <summary>The pairs between which the slowing grows from nothing to all.</summary>
    (double Low, double High) Ramp(int headDim, double ropeBase)
    {
        // The pair that turns this often over the original context: headDim · ln(context / (2π · turns)) / (2 ln base).
        double PairOf(double turns) => headDim * Math.Log(OriginalContext / (turns * 2 * Math.PI)) / (2 * Math.Log(ropeBase));
        return (Math.Max(0, Math.Floor(PairOf(BetaFast))), Math.Min(headDim - 1, Math.Ceiling(PairOf(BetaSlow))));
    }
}
