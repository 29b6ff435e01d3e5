using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Outthink.Backends.Hub;

namespace Outthink.Cli.Json;

/// <summary><c>models pull --json</c>.</summary>
internal sealed record PullReport
{
    public required string Repository { get; init; }

    public required string Revision { get; init; }

    public required string Commit { get; init; }

    /// <summary>The GGUF file or the folder, absolute.</summary>
    public required string Path { get; init; }

    /// <summary>Of all files.</summary>
    public required long Bytes { get; init; }

    /// <summary>Bytes that had to come over the network, or with <c>--dry-run</c> would have to.</summary>
    public required long Fetched { get; init; }

    public required ImmutableArray<PulledFileReport> Files { get; init; }

    /// <summary>True when nothing was fetched, since only asked; absent otherwise.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? DryRun { get; init; }

    public static PullReport Of(PullPlan plan, bool isDryRun) => new()
    {
        Repository = plan.Repository,
        Revision = plan.Revision,
        Commit = plan.Commit,
        Path = plan.Path,
        Bytes = plan.Bytes,
        Fetched = plan.MissingBytes,
        Files = [.. plan.Files.Select(f => new PulledFileReport { File = f.Path, Bytes = f.Bytes, Fetched = f.Bytes - f.KeptBytes })],
        DryRun = isDryRun ? true : null,
    };
}

internal sealed record PulledFileReport
{
    /// <summary>In the repository.</summary>
    public required string File { get; init; }

    public required long Bytes { get; init; }

    public required long Fetched { get; init; }
}
