using System.Collections.Immutable;
using MathNet.Numerics.LinearAlgebra;
using Outthink.Planning;

namespace Outthink.Evaluation.Tuning;

/// <summary>Least squares with a ridge penalty on standardised features.</summary>
internal static class LinearFit
{
    /// <summary>Penalty of a standardised weight, in observations.</summary>
    const double Ridge = 3;

    /// <summary>Fits targets on rows of features. A feature that never varies gets no weight. Deterministic. Without rows the model says 0.</summary>
    /// <exception cref="ArgumentException">Rows and targets differ in number, or rows in length.</exception>
    public static LinearModel Fit(IReadOnlyList<ImmutableArray<double>> rows, IReadOnlyList<double> targets, int featureCount)
    {
        StandardRows standard = new(rows, targets.Count, featureCount);
        if (rows.Count == 0) return new() { Intercept = 0, Weights = [.. new double[featureCount]] };
        Vector<double> target = Vector<double>.Build.DenseOfEnumerable(targets);
        Matrix<double> normal = standard.Matrix.TransposeThisAndMultiply(standard.Matrix) + standard.Penalty(0, Ridge);
        var (intercept, weights) = standard.Unscaled(normal.Cholesky().Solve(standard.Matrix.TransposeThisAndMultiply(target)));
        return new() { Intercept = intercept, Weights = weights };
    }
}
