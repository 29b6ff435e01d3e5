namespace Outthink.Evaluation.Runs.Storage;

/// <summary>Which model a run used, by content.</summary>
public sealed record ModelIdentity
{
    /// <summary>"policy" or "prm".</summary>
    public required string Role { get; init; }

    public required string Name { get; init; }

    /// <summary>The weights' file name, without its folder.</summary>
    public required string File { get; init; }

    /// <summary>SHA-256 of the weights, in small hexadecimal letters.</summary>
    public required string Sha256 { get; init; }

    /// <summary>SHA-256 of what else decides the model's output: prompt, delimiter, how a score is read.</summary>
    public required string CardSha256 { get; init; }

    public required long Parameters { get; init; }
}
