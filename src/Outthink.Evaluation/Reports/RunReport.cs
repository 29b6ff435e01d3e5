using System.Collections.Immutable;
using System.Globalization;
using Outthink.Evaluation.Runs;
using Outthink.Evaluation.Runs.Storage;
using Outthink.Evaluation.Runs.Subsampling;
using Outthink.Evaluation.Statistics;
using Outthink.Scoring;

namespace Outthink.Evaluation.Reports;

/// <summary>What <c>outthink runs show --json</c> prints.</summary>
public sealed record RunReport
{
    public required string File { get; init; }

    public required string Version { get; init; }

    public required string Suite { get; init; }

    /// <summary>Content hash of the problems.</summary>
    public required string SuiteSha256 { get; init; }

    public required ulong Seed { get; init; }

    /// <summary>Problems finished, over all rows and estimates of difficulty.</summary>
    public required int Done { get; init; }

    public required int Total { get; init; }

    /// <summary>How often the run was begun or gone on with.</summary>
    public required int Attempts { get; init; }

    /// <summary>Where the joules come from, in the order of the attempts; empty without any.</summary>
    public required ImmutableArray<string> Energy { get; init; }

    public required ImmutableArray<ModelIdentity> Models { get; init; }

    /// <summary>As <c>outthink eval --json</c> prints them.</summary>
    public required ImmutableArray<RowReport> Rows { get; init; }

    public required ImmutableArray<CurveReport> Curves { get; init; }

    public required ImmutableArray<PairReport> Comparisons { get; init; }

    /// <param name="run">The run.</param>
    /// <param name="aggregation">For the curves; null takes each row's own.</param>
    /// <param name="against">Index of the row that every other is compared with.</param>
    /// <param name="seed">Draws subsets and resamples.</param>
    public static RunReport Of(RunFile run, Aggregation? aggregation, int against, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(run);
        RunConfiguration configuration = run.Configuration;
        EvaluationResult result = run.ReadResult();
        return new()
        {
            File = run.Path,
            Version = configuration.Version,
            Suite = configuration.Suite,
            SuiteSha256 = configuration.SuiteSha256,
            Seed = ulong.Parse(configuration.Seed, CultureInfo.InvariantCulture),
            Done = run.Done,
            Total = run.Total,
            Attempts = run.Attempts,
            Energy = run.EnergySources,
            Models = configuration.Models,
            Rows = [.. result.Rows.Select(RowReport.Of)],
            Curves = [.. Enumerable.Range(0, result.Rows.Length).SelectMany(row => run.ReadCurves(row, aggregation, seed).Select(curve => CurveReport.Of(row, curve)))],
            Comparisons = [.. Enumerable.Range(0, result.Rows.Length).Where(row => row != against).Select(row => PairReport.Of(result, row, against, seed)).OfType<PairReport>()],
        };
    }
}

/// <summary>A row with fewer generations than it drew.</summary>
public sealed record CurveReport
{
    /// <summary>Index of the row.</summary>
    public required int Row { get; init; }

    public required Selection Selection { get; init; }

    public required Aggregation? Aggregation { get; init; }

    public required ImmutableArray<PointReport> Points { get; init; }

    public static CurveReport Of(int row, SubsampleCurve curve)
    {
        ArgumentNullException.ThrowIfNull(curve);
        return new()
        {
            Row = row,
            Selection = curve.Selection,
            Aggregation = curve.Aggregation,
            Points = [.. curve.Points.Select(p => new PointReport(p.N, p.Accuracy, p.Interval.Low, p.Interval.High, p.IsExact, p.PolicyTokens, p.PrmTokens, p.Flops))],
        };
    }
}

/// <summary>A <see cref="SubsamplePoint"/>; tokens and operations are means a problem.</summary>
public sealed record PointReport(int N, double Accuracy, double Low, double High, bool Exact, double PolicyTokens, double PrmTokens, double Flops);

/// <summary>Two rows on the problems that both have.</summary>
public sealed record PairReport
{
    /// <summary>Indices of the rows.</summary>
    public required int First { get; init; }

    public required int Second { get; init; }

    public required int Problems { get; init; }

    /// <summary>Accuracy of the first row minus that of the second.</summary>
    public required double Difference { get; init; }

    /// <summary>Ends of its bootstrap 95 % interval.</summary>
    public required double Low { get; init; }

    public required double High { get; init; }

    /// <summary>Problems only the first row solved.</summary>
    public required int OnlyFirst { get; init; }

    public required int OnlySecond { get; init; }

    /// <summary>McNemar's exact test, two-sided.</summary>
    public required double P { get; init; }

    /// <summary>Null when the rows have no problem in common.</summary>
    public static PairReport? Of(EvaluationResult result, int first, int second, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(result);
        int common = Math.Min(result.Rows[first].Outcomes.Length, result.Rows[second].Outcomes.Length);
        if (common == 0) return null;
        McNemar test = result.Compare(first, second);
        PairedBootstrap interval = PairedBootstrap.Of(Solved(first), Solved(second), seed);
        return new()
        {
            First = first,
            Second = second,
            Problems = common,
            Difference = interval.Difference,
            Low = interval.Low,
            High = interval.High,
            OnlyFirst = test.OnlyFirst,
            OnlySecond = test.OnlySecond,
            P = test.PValue,
        };

        double[] Solved(int row) => [.. result.Rows[row].Outcomes.Take(common).Select(o => o.IsCorrect ? 1.0 : 0.0)];
    }
}
