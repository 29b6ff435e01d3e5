using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Outthink.Backends.Hub;
using Outthink.Backends.ModelCards;

namespace Outthink.Cli.Json;

/// <summary><c>models list --json</c>.</summary>
internal sealed record ModelsReport
{
    public required ImmutableArray<ModelReport> Models { get; init; }

    public static ModelsReport Of(ModelCatalog catalog, IEnumerable<CachedModel>? cached = null) => new()
    {
        Models = [.. catalog.Cards.Select(Of), .. (cached ?? []).Select(Of)],
    };

    static ModelReport Of(ModelCard c) => new()
    {
        Name = c.Name,
        Role = c.Role,
        Parameters = c.Parameters,
        Default = c.Default ? true : null,
        Auc = c.Auc,
        File = c.File,
    };

    /// <summary>What nothing says more of can be a policy.</summary>
    static ModelReport Of(CachedModel c) => new()
    {
        Name = c.Name,
        Role = ModelRole.Policy,
        Parameters = null,
        File = c.Path,
        Repository = c.Repository,
        Commit = c.Commit,
        Bytes = c.Bytes,
    };
}

internal sealed record ModelReport
{
    public required string Name { get; init; }

    public required ModelRole Role { get; init; }

    /// <summary>Null for a model of the hub's cache: nothing was opened.</summary>
    public required long? Parameters { get; init; }

    /// <summary>True for the one default of each role, absent for the others.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Default { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Auc { get; init; }

    public required string File { get; init; }

    /// <summary>Models of the hub's cache: <c>org/name</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Repository { get; init; }

    /// <summary>Models of the hub's cache: the snapshot they belong to.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Commit { get; init; }

    /// <summary>Models of the hub's cache: the size of all their files.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Bytes { get; init; }
}
