using System.Collections.Immutable;

namespace Outthink.Training.Family;

/// <summary>Where and how the family is trained.</summary>
public sealed record FamilyTrainingOptions
{
    /// <summary>Receives the models (.gguf) and their cards (.json).</summary>
    public required string OutputFolder { get; init; }

    /// <summary>Holds the checkpoints; a run that finds checkpoints of its seed there continues them.</summary>
    public required string WorkFolder { get; init; }

    /// <summary>Decides the first weights and the problems of every model.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Models trained side by side, each on one thread of its own; does not change any model.</summary>
    public int Threads { get; init; } = Math.Max(1, Environment.ProcessorCount);

    /// <summary>Names of the models to train; empty for the whole family. What a model starts from is trained with it.</summary>
    public ImmutableArray<string> Only { get; init; } = [];

    /// <summary>How often an unfinished model is saved.</summary>
    public TimeSpan CheckpointInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Held-out problems for the accuracies on the cards.</summary>
    public int MeasuredProblems { get; init; } = 2000;

    /// <summary>Rollouts of each policy for the reward models' figures, and as many again for their thresholds.</summary>
    public int MeasuredRollouts { get; init; } = 500;

    /// <summary>What is wrong with the options, all of it; empty if nothing is.</summary>
    public ImmutableArray<string> Validate(IEnumerable<TrainingJob> jobs)
    {
        string[] names = [.. jobs.Select(job => job.Name)];
        return
        [
            .. string.IsNullOrWhiteSpace(OutputFolder) ? ["The output folder is missing."] : Array.Empty<string>(),
            .. string.IsNullOrWhiteSpace(WorkFolder) ? ["The work folder is missing."] : Array.Empty<string>(),
            .. Threads < 1 ? [$"There must be at least one thread, not {Threads}."] : Array.Empty<string>(),
            .. MeasuredProblems < 1 ? [$"At least one problem must be measured, not {MeasuredProblems}."] : Array.Empty<string>(),
            .. Only.Except(names).Select(name => $"There is no model '{name}' in the family; there are {string.Join(", ", names)}."),
        ];
    }
}
