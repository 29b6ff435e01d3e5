using System.Collections.Immutable;
using System.Globalization;
using Outthink.Evaluation.Reports.Pages;
using Outthink.Evaluation.Reports.Plots;

namespace Outthink.Evaluation.Reports.Sections;

/// <summary>A study of reward models on labelled steps (Liu et al. 2025, figures 13 to 18, as shares).</summary>
internal static class LabelledStepsSection
{
    /// <summary>A share of fewer steps says too little to be drawn.</summary>
    const int LeastSteps = 10;

    public static ReportSection Of(string heading, PrmStudyReport report, FigureNames names) => new()
    {
        Heading = heading,
        Paragraphs =
        [
            "Steps after a solution's first error do not count. F1 is ProcessBench's; problems with even numbers are judged by the threshold chosen on those with odd numbers, and the other way round. ECE is the mean distance between score and share of right steps, over ten bins, of which those with at least ten steps are drawn. Over-criticism is the share of right steps, and of solutions right throughout, in which something is rejected; error neglect the share of first wrong steps that pass; the distance is counted in steps from the first wrong to the first rejected one.",
            $"Length bias is Spearman's rho of a solution's {report.Aggregation.ToString().ToLowerInvariant()} score with its length in {report.LengthUnit}, among solutions that are equally right; beside it how well being shorter alone tells right from wrong, and how well the score does.",
        ],
        Tables =
        [
            new(["policy", "PRM", "solutions", "wrong", "F1 %", "AUC", "ECE", "right steps rejected %", "right solutions rejected %", "errors passed %", "exact", "early", "late", "never", "mean distance"], [.. report.Rows.Select(Faults)]),
            new(["policy", "PRM", "rho among right", "rho among wrong", "AUC of shorter", "AUC of the score"], [.. report.Rows.Select(Lengths)]),
        ],
        Figures = [.. report.Rows.Where(r => r.Calibration is not null).GroupBy(r => r.Policy ?? report.Source).Select(g => Calibration(g.Key, [.. g], names))],
    };

    static ImmutableArray<string> Faults(PrmStudyRow row) =>
    [
        row.Policy ?? "–", row.Prm, $"{row.Rollouts}", $"{row.Wrong}", NumberText.Percent(row.F1), Number(row.Auc, "0.000"), Number(row.Calibration?.ExpectedError, "0.000"),
        NumberText.Percent(row.RejectedRightSteps.Accuracy), NumberText.Percent(row.RejectedRightSolutions.Accuracy), NumberText.Percent(row.PassedErrors.Accuracy),
        $"{row.Localisation.Exact}", $"{row.Localisation.Early}", $"{row.Localisation.Late}", $"{row.Localisation.Missed}", Number(row.Localisation.MeanDistance, "+0.00;−0.00;0.00"),
    ];

    static ImmutableArray<string> Lengths(PrmStudyRow row) =>
    [
        row.Policy ?? "–", row.Prm, Number(row.LengthBias.LengthAmongRight, "+0.00;−0.00;0.00"), Number(row.LengthBias.LengthAmongWrong, "+0.00;−0.00;0.00"),
        Number(row.LengthBias.AucOfLength, "0.000"), Number(row.LengthBias.AucOfScore, "0.000"),
    ];

    static Chart Calibration(string policy, PrmStudyRow[] rows, FigureNames names) => new()
    {
        Name = names.Next(policy, "calibration"),
        Title = $"{policy}: share of right steps by score",
        X = new("mean score of the bin", Scale.Unit),
        Y = new("share of right steps", Scale.Unit),
        HasDiagonal = true,
        Series = [.. rows.Select((row, i) => new Series(row.Prm, i + 1, [.. row.Calibration!.Bins.Where(b => b.Steps >= LeastSteps).Select(b => new ChartPoint(b.MeanScore, b.Right, b.Low, b.High))]))],
    };

    static string Number(double? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture) ?? "–";
}
