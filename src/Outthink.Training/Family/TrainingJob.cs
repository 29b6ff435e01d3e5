using Outthink.Training.Data;
using Outthink.Training.Network;
using Outthink.Training.Optimisation;

namespace Outthink.Training.Family;

/// <summary>One network of the family and how it is trained.</summary>
public sealed record TrainingJob
{
    /// <summary>The model's name: that of its file and of its first card.</summary>
    public required string Name { get; init; }

    public required NetworkShape Shape { get; init; }

    public required TrainingText Text { get; init; }

    public required Schedule Schedule { get; init; }

    /// <summary>Tokens read per update, prompts included. Small, since updates count more than tokens.</summary>
    public int TokensPerUpdate { get; init; } = 640;

    /// <summary>The job whose first weights and problems this one draws as well, so that they differ in nothing else; its own when null.</summary>
    public string? DrawsAs { get; init; }

    /// <summary>The finished model whose weights are the start; none for a fresh network.</summary>
    public string? StartsFrom { get; init; }
}
