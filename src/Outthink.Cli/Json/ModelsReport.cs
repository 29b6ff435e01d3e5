using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Outthink.Backends.ModelCards;

namespace Outthink.Cli.Json;

/// <summary><c>models list --json</c>.</summary>
internal sealed record ModelsReport
{
    public required ImmutableArray<ModelReport> Models { get; init; }

    public static ModelsReport Of(ModelCatalog catalog) => new()
    {
        Models = [.. catalog.Cards.Select(c => new ModelReport
        {
            Name = c.Name,
            Role = c.Role,
            Parameters = c.Parameters,
            Default = c.Default ? true : null,
            Auc = c.Auc,
            File = c.File,
        })],
    };
}

internal sealed record ModelReport
{
    public required string Name { get; init; }

    public required ModelRole Role { get; init; }

    public required long Parameters { get; init; }

    /// <summary>True for the one default of each role, absent for the others.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Default { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Auc { get; init; }

    public required string File { get; init; }
}
