using System.Collections.Immutable;
using Outthink.Training.Data;
using Outthink.Training.Network;
using Outthink.Training.Optimisation;
using Outthink.Training.Text;

namespace Outthink.Training.Family;

/// <summary>The family's models and cards. docs/training.md says how the sizes and rates were found.</summary>
public static class TinyFamily
{
    private static readonly int s_vocabulary = new FamilyTokeniser().Tokens.Length;

    private static NetworkShape Shape36K => new(32, 2, 2, 64, s_vocabulary);
    private static NetworkShape Shape79K => new(48, 2, 3, 128, s_vocabulary);
    private static NetworkShape Shape132K => new(64, 2, 4, 176, s_vocabulary);
    private static NetworkShape Shape1M => new(128, 5, 8, 320, s_vocabulary);

    /// <summary>Longest first, so that the threads end together.</summary>
    public static ImmutableArray<TrainingJob> Jobs { get; } =
    [
        Job("tiny-1m", Shape1M, TrainingText.Solutions, 2.5e-3f, 32_000, floorPercent: 72),
        Job("long-132k", Shape132K, TrainingText.Solutions, 5e-3f, 130_000, floorPercent: 72) with { DrawsAs = "tiny-132k" },
        Job("tiny-132k", Shape132K, TrainingText.Solutions, 5e-3f, 70_000, floorPercent: 72),
        Job("reversed-132k", Shape132K, TrainingText.SolutionsWithDigitsReversed, 3.5e-3f, 45_000, "tiny-132k"),
        Job("forward-132k", Shape132K, TrainingText.Solutions, 3.5e-3f, 45_000, "tiny-132k", floorPercent: 72),
        Job("tiny-79k", Shape79K, TrainingText.Solutions, 5e-3f, 55_000),
        Job("tiny-36k", Shape36K, TrainingText.Solutions, 5e-3f, 70_000),
        Job("reversed-79k", Shape79K, TrainingText.SolutionsWithDigitsReversed, 3.5e-3f, 15_000, "tiny-79k"),
        Job("labels-79k", Shape79K, TrainingText.StepLabels, 2e-3f, 8_000, "tiny-79k"),
    ];

    /// <summary>What a trained model is used as.</summary>
    internal static ImmutableArray<FamilyRole> RolesOf(TrainingJob job) => job.Name switch
    {
        "tiny-1m" => [new(job.Name, IsPrm: false), new("likelihood-1m", IsPrm: true)],
        "tiny-132k" => [new(job.Name, IsPrm: false, IsDefault: true)],
        "reversed-132k" => [new(job.Name, IsPrm: true, IsDefault: true)],
        "long-132k" => [new(job.Name, IsPrm: false, IsControl: true)],
        "forward-132k" => [new(job.Name, IsPrm: false, IsControl: true), new(job.Name, IsPrm: true, IsControl: true)],
        _ => [new(job.Name, IsPrm: job.Text != TrainingText.Solutions)],
    };

    private static TrainingJob Job(string name, NetworkShape shape, TrainingText text, float rate, int updates, string? startsFrom = null, int floorPercent = 80) => new()
    {
        Name = name,
        Shape = shape,
        Text = text,
        Schedule = new Schedule(rate, updates, floorPercent),
        StartsFrom = startsFrom,
    };
}
