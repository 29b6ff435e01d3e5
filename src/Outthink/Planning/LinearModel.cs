using System.Collections.Immutable;

namespace Outthink.Planning;

/// <summary>A number from features: intercept + Σ weight · feature. Fitted in tuning; here a value.</summary>
public sealed record LinearModel
{
    public required double Intercept { get; init; }

    /// <summary>One weight a feature, in the features' own units.</summary>
    public required ImmutableArray<double> Weights { get; init; }

    /// <summary>The number.</summary>
    /// <exception cref="ArgumentException">Not one feature a weight.</exception>
    public double Predict(ReadOnlySpan<double> features)
    {
        if (features.Length != Weights.Length)
            throw new ArgumentException($"The model was fitted on {Weights.Length} features and is asked about {features.Length}.", nameof(features));
        double sum = Intercept;
        for (int i = 0; i < features.Length; i++) sum += Weights[i] * features[i];
        return sum;
    }
}
