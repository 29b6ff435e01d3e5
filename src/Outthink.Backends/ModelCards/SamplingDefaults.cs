namespace Outthink.Backends.ModelCards;

/// <summary>How a policy is sampled unless its user says otherwise; what is null keeps the program's default.</summary>
public sealed record SamplingDefaults
{
    /// <inheritdoc cref="Sampling.Temperature"/>
    public double? Temperature { get; init; }

    /// <inheritdoc cref="Sampling.TopK"/>
    public int? TopK { get; init; }

    /// <inheritdoc cref="Sampling.TopP"/>
    public double? TopP { get; init; }

    /// <inheritdoc cref="Sampling.MinP"/>
    public double? MinP { get; init; }

    /// <summary>Most new tokens of one trajectory.</summary>
    public int? MaxTokens { get; init; }
}
