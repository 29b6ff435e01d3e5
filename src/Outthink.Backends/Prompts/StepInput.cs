using System.Collections.Immutable;

namespace Outthink.Backends.Prompts;

/// <summary>Steps as a reward model reads them behind what it has read before.</summary>
/// <param name="Tokens">The tokens that follow.</param>
/// <param name="ReadAt">For each step the index of the token after which its score is read; empty for an outcome reward model.</param>
/// <param name="Branch">Outcome reward models: the same tokens, ended as a whole solution is, at whose last token the score is read.</param>
internal sealed record StepInput(ImmutableArray<int> Tokens, ImmutableArray<int> ReadAt, ImmutableArray<int> Branch)
{
    /// <summary>The first token that is read; those before belong to steps whose scores are known.</summary>
    public int ReadFrom { get; init; }
}
