using System.Collections.Immutable;
using Outthink.Evaluation.Suites;
using Outthink.Evaluation.Tuning;
using Outthink.Planning;

namespace Outthink.Evaluation.Tests.Tuning;

public sealed class LogisticFitTests
{
    [Fact]
    public void It_finds_the_model_that_made_the_labels()
    {
        SplitMix64 random = new(5);
        LogisticModel truth = new() { Intercept = -1, Weights = [2, 0, -0.5] };
        List<ImmutableArray<double>> rows = [];
        List<double> labels = [];
        for (int i = 0; i < 20_000; i++)
        {
            rows.Add([2 * random.Fraction() - 1, random.Fraction(), 4 * random.Fraction()]);
            labels.Add(random.Fraction() < truth.Predict(rows[^1].AsSpan()) ? 1 : 0);
        }

        LogisticModel fitted = LogisticFit.Fit(rows, labels, 3);

        // Four standard errors (about 0.04, 0.03, 0.06 and 0.015 here) of a seeded draw.
        Assert.Equal(-1, fitted.Intercept, 0.2);
        Assert.Equal(2, fitted.Weights[0], 0.15);
        Assert.Equal(0, fitted.Weights[1], 0.25);
        Assert.Equal(-0.5, fitted.Weights[2], 0.08);
    }

    [Fact]
    public void Separable_labels_and_constant_features_stay_finite()
    {
        ImmutableArray<double>[] rows = [.. Enumerable.Range(0, 50).Select(i => ImmutableArray.Create(i, 7.0))];

        LogisticModel separable = LogisticFit.Fit(rows, [.. rows.Select(r => r[0] < 25 ? 0.0 : 1)], 2);
        LogisticModel alike = LogisticFit.Fit(rows, [.. rows.Select(_ => 1.0)], 2);

        Assert.True(double.IsFinite(separable.Weights[0]) && separable.Weights[0] > 0);
        Assert.Equal(0, separable.Weights[1]);
        Assert.InRange(separable.Predict([49, 7]), 0.9, 1);
        Assert.InRange(alike.Predict([10, 7]), 0.9, 1);
    }

    [Fact]
    public void Without_rows_it_says_one_half_and_bad_shapes_are_refused()
    {
        Assert.Equal(0.5, LogisticFit.Fit([], [], 2).Predict([3, 4]));
        Assert.Throws<ArgumentException>(() => LogisticFit.Fit([[1.0]], [], 1));
        Assert.Throws<ArgumentException>(() => LogisticFit.Fit([[1.0]], [1], 2));
    }
}
