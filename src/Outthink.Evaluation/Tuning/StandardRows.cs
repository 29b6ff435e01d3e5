using System.Collections.Immutable;
using MathNet.Numerics.LinearAlgebra;

namespace Outthink.Evaluation.Tuning;

/// <summary>Rows of features with mean 0 and variance 1 and a column of ones before them; features that never vary are left out.</summary>
internal sealed class StandardRows
{
    readonly double[] means, scales;
    readonly int[] used;

    /// <exception cref="ArgumentException">Rows and targets differ in number, or rows in length.</exception>
    public StandardRows(IReadOnlyList<ImmutableArray<double>> rows, int targetCount, int featureCount)
    {
        if (rows.Count != targetCount) throw new ArgumentException($"{rows.Count} rows have {targetCount} targets", nameof(targetCount));
        if (rows.Any(r => r.Length != featureCount)) throw new ArgumentException($"a row has not {featureCount} features", nameof(rows));
        means = [.. Enumerable.Range(0, featureCount).Select(f => rows.Count == 0 ? 0 : rows.Average(r => r[f]))];
        scales = [.. Enumerable.Range(0, featureCount).Select(f => rows.Count == 0 ? 0 : Math.Sqrt(rows.Average(r => (r[f] - means[f]) * (r[f] - means[f]))))];
        used = [.. Enumerable.Range(0, featureCount).Where(f => scales[f] > 1e-9)];
        Matrix = Matrix<double>.Build.Dense(rows.Count, used.Length + 1, (i, j) => j == 0 ? 1 : (rows[i][used[j - 1]] - means[used[j - 1]]) / scales[used[j - 1]]);
    }

    public Matrix<double> Matrix { get; }

    /// <summary>Columns, the ones included.</summary>
    public int Width => used.Length + 1;

    /// <summary>A penalty of each weight, in observations.</summary>
    public Matrix<double> Penalty(double ofIntercept, double ofWeights) => Matrix<double>.Build.DenseDiagonal(Width, Width, j => j == 0 ? ofIntercept : ofWeights);

    /// <summary>The same model on the features as they were.</summary>
    public (double Intercept, ImmutableArray<double> Weights) Unscaled(Vector<double> beta)
    {
        double[] weights = new double[means.Length];
        double intercept = beta[0];
        for (int j = 0; j < used.Length; j++)
        {
            weights[used[j]] = beta[j + 1] / scales[used[j]];
            intercept -= weights[used[j]] * means[used[j]];
        }
        return (intercept, [.. weights]);
    }
}
