namespace Outthink.Engine.Measuring;

/// <summary>One round of <see cref="ThroughputProbe"/>.</summary>
public sealed record ThroughputSample
{
    /// <summary>Evaluating the shared prompt once.</summary>
    public TimeSpan Prefill { get; init; }

    /// <summary>From the sequences' submission, all at once, to the last one's end.</summary>
    public TimeSpan Decode { get; init; }

    /// <summary>Prompt and new tokens that went through the model in both, as the engine counted them.</summary>
    public long EvaluatedTokens { get; init; }

    /// <summary>Bytes of managed memory per token between the second and the last pass of decoding; null when there are none between.</summary>
    public double? AllocatedBytesPerToken { get; init; }

    /// <summary>Bytes of the process in physical memory while all sequences were held.</summary>
    public long ResidentBytes { get; init; }
}
