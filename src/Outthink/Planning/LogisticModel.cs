using System.Collections.Immutable;

namespace Outthink.Planning;

/// <summary>A probability from features: 1 / (1 + e^−(intercept + Σ weight · feature)). Fitted in tuning; here a value.</summary>
public sealed record LogisticModel
{
    public required double Intercept { get; init; }

    /// <summary>One weight a feature, in the features' own units.</summary>
    public required ImmutableArray<double> Weights { get; init; }

    /// <summary>The probability, strictly between 0 and 1 for finite features.</summary>
    /// <exception cref="ArgumentException">Not one feature a weight.</exception>
    public double Predict(ReadOnlySpan<double> features)
    {
        if (features.Length != Weights.Length)
            throw new ArgumentException($"The model was fitted on {Weights.Length} features and is asked about {features.Length}.", nameof(features));
        double z = Intercept;
        for (int i = 0; i < features.Length; i++) z += Weights[i] * features[i];
        return 1 / (1 + Math.Exp(-Math.Clamp(z, -30, 30)));
    }
}
