namespace Outthink;

/// <summary>A question to be answered by search.</summary>
public sealed record Problem
{
    /// <summary>Names the problem within its run. Seeds derive from it: the same id, text, options and seed give the same verdict.</summary>
    public required string Id { get; init; }

    /// <summary>The question as its author wrote it; prompts and templates are the policy's business.</summary>
    public required string Text { get; init; }
}
