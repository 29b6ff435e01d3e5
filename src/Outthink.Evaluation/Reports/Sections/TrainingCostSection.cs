using System.Collections.Immutable;
using System.Globalization;
using Outthink.Evaluation.Reports.Pages;

namespace Outthink.Evaluation.Reports.Sections;

/// <summary>Small policies that search against larger ones alone with the training of all models counted (Liu et al. 2025, table 4).</summary>
internal static class TrainingCostSection
{
    /// <summary>Null where no two policies can be compared, or no training is known.</summary>
    /// <param name="heading">The section's.</param>
    /// <param name="rows">Rows on the same problems.</param>
    /// <param name="training">FLOPs of training each model by name, what it started from included.</param>
    public static ReportSection? Of(string heading, ImmutableArray<StudiedRow> rows, IReadOnlyDictionary<string, double> training)
    {
        ImmutableArray<ImmutableArray<string>> cells =
        [
            .. from large in rows.Where(r => r.Plan.Strategy.Name == "cot" && training.ContainsKey(r.Plan.Policy)).OrderBy(r => r.PolicyParameters)
               from smalls in rows.Where(r => r.Plan.Strategy.Name != "cot" && r.PolicyParameters < large.PolicyParameters && training.ContainsKey(r.Plan.Policy)).GroupBy(r => r.Plan.Policy)
               let small = smalls.OrderByDescending(r => r.Accuracy.Value).ThenBy(r => r.Usage.Flops).First()
               where small.Plan.Prm is null || training.ContainsKey(small.Plan.Prm)
               select Cells(small, large, training),
        ];
        return cells.IsEmpty ? null : new()
        {
            Heading = heading,
            Paragraphs =
            [
                $"Training is 6 · parameters · tokens, what a model started from and the reward model included (the paper leaves the reward model out); answering is what the {rows[0].Outcomes.Length} problems took, as measured. Ratios above 1 say how many times more the large model takes.",
            ],
            Tables = [new(["small, searching", "accuracy %", "training", "answering", "large, alone", "accuracy %", "training", "answering", "ratio of training", "ratio of answering", "ratio of both"], cells)],
        };
    }

    static ImmutableArray<string> Cells(StudiedRow small, StudiedRow large, IReadOnlyDictionary<string, double> training)
    {
        double trained = training[small.Plan.Policy] + (small.Plan.Prm is { } prm ? training[prm] : 0), trainedLarge = training[large.Plan.Policy];
        double answering = small.Usage.Flops, answeringLarge = large.Usage.Flops;
        return
        [
            $"{small.Plan.Policy}, {small.Plan.Strategy.Name}{(small.IsAuto ? "" : $" N = {small.Plan.Samples}")}", NumberText.Percent(small.Accuracy.Value), NumberText.Short(trained), NumberText.Short(answering),
            large.Plan.Policy, NumberText.Percent(large.Accuracy.Value), NumberText.Short(trainedLarge), NumberText.Short(answeringLarge),
            Ratio(trainedLarge, trained), Ratio(answeringLarge, answering), Ratio(trainedLarge + answeringLarge, trained + answering),
        ];
    }

    static string Ratio(double large, double small) => small == 0 ? "–" : (large / small).ToString("G3", CultureInfo.InvariantCulture);
}
