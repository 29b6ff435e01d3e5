using System.Collections.Immutable;
using MathNet.Numerics.LinearAlgebra;
using Outthink.Planning;

namespace Outthink.Evaluation.Tuning;

/// <summary>Logistic regression by Newton's method (iteratively reweighted least squares) with a ridge penalty on standardised features.</summary>
internal static class LogisticFit
{
    /// <summary>Penalty of a standardised weight, in observations: keeps separable data finite.</summary>
    const double Ridge = 1;

    /// <summary>
    /// Fits P(label) on rows of features; labels may be shares in [0, 1]. A feature that never varies gets no weight.
    /// Deterministic. Without rows the model says one half.
    /// </summary>
    /// <exception cref="ArgumentException">Rows and labels differ in number, or rows in length.</exception>
    public static LogisticModel Fit(IReadOnlyList<ImmutableArray<double>> rows, IReadOnlyList<double> labels, int featureCount)
    {
        if (rows.Count != labels.Count) throw new ArgumentException($"{rows.Count} rows have {labels.Count} labels", nameof(labels));
        if (rows.Any(r => r.Length != featureCount)) throw new ArgumentException($"a row has not {featureCount} features", nameof(rows));
        double[] means = [.. Enumerable.Range(0, featureCount).Select(f => rows.Count == 0 ? 0 : rows.Average(r => r[f]))];
        double[] scales = [.. Enumerable.Range(0, featureCount).Select(f => rows.Count == 0 ? 0 : Math.Sqrt(rows.Average(r => (r[f] - means[f]) * (r[f] - means[f]))))];
        int[] used = [.. Enumerable.Range(0, featureCount).Where(f => scales[f] > 1e-9)];
        int size = used.Length + 1;
        var design = Matrix<double>.Build.Dense(rows.Count, size, (i, j) => j == 0 ? 1 : (rows[i][used[j - 1]] - means[used[j - 1]]) / scales[used[j - 1]]);
        // The intercept is drawn to one half by a hundredth of an observation: labels that are all alike must stay finite.
        var penalty = Matrix<double>.Build.DenseDiagonal(size, size, j => j == 0 ? Ridge / 100 : Ridge);
        Vector<double> beta = Vector<double>.Build.Dense(size), target = Vector<double>.Build.DenseOfEnumerable(labels);
        for (int step = 0; step < 100 && rows.Count > 0; step++)
        {
            Vector<double> p = (design * beta).Map(z => 1 / (1 + Math.Exp(-Math.Clamp(z, -30, 30))));
            Vector<double> gradient = design.TransposeThisAndMultiply(target - p) - penalty * beta;
            Matrix<double> weighted = design.MapIndexed((i, _, x) => x * Math.Max(1e-9, p[i] * (1 - p[i])));
            Vector<double> change = (design.TransposeThisAndMultiply(weighted) + penalty).Cholesky().Solve(gradient);
            double longest = change.AbsoluteMaximum();
            beta += longest > 4 ? change * (4 / longest) : change;
            if (longest < 1e-8) break;
        }
        double[] weights = new double[featureCount];
        double intercept = beta[0];
        for (int j = 0; j < used.Length; j++)
        {
            weights[used[j]] = beta[j + 1] / scales[used[j]];
            intercept -= weights[used[j]] * means[used[j]];
        }
        return new() { Intercept = intercept, Weights = [.. weights] };
    }
}
