using System.Collections.Immutable;
using Outthink.Evaluation.Suites;
using Outthink.Evaluation.Tuning;
using Outthink.Planning;

namespace Outthink.Evaluation.Tests.Tuning;

public sealed class LinearFitTests
{
    [Fact]
    public void It_finds_the_model_that_made_the_targets_but_for_the_penalty()
    {
        SplitMix64 random = new(6);
        LinearModel truth = new() { Intercept = -1, Weights = [2, 0, -0.5] };
        List<ImmutableArray<double>> rows = [.. Enumerable.Range(0, 5000).Select(_ => ImmutableArray.Create(2 * random.Fraction() - 1, 7.0, 4 * random.Fraction()))];

        LinearModel fitted = LinearFit.Fit(rows, [.. rows.Select(r => truth.Predict(r.AsSpan()))], 3);

        Assert.Equal(0, fitted.Weights[1]); // never varies
        Assert.All(rows, r => Assert.Equal(truth.Predict(r.AsSpan()), fitted.Predict(r.AsSpan()), 0.01));
    }

    [Fact]
    public void Without_rows_it_says_0_and_bad_shapes_are_refused()
    {
        Assert.Equal(0, LinearFit.Fit([], [], 2).Predict([3, 4]));
        Assert.Throws<ArgumentException>(() => LinearFit.Fit([[1.0]], [], 1));
        Assert.Throws<ArgumentException>(() => LinearFit.Fit([[1.0]], [1], 1).Predict([1, 2]));
    }
}
