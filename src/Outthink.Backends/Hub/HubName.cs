using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace Outthink.Backends.Hub;

/// <summary>A model on the hub: <c>org/name</c>, and behind a colon a file of the repository or a quantisation.</summary>
public sealed partial record HubName
{
    private HubName(string repository, string? part) => (Repository, Part) = (repository, part);

    /// <summary><c>org/name</c>.</summary>
    public string Repository { get; }

    /// <summary>A file (<c>model.gguf</c>), a quantisation (<c>Q4_K_M</c>) or <c>safetensors</c>; null leaves the choice to the program.</summary>
    public string? Part { get; }

    /// <summary>Reads a name; the rules for repositories are the hub's own.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out HubName? name)
    {
        ArgumentNullException.ThrowIfNull(text);
        (string repository, string? part) = text.IndexOf(':', StringComparison.Ordinal) is >= 0 and int colon ? (text[..colon], text[(colon + 1)..]) : (text, null);
        name = IsRepository(repository) && (part is null || SafePath.IsSafe(part)) ? new(repository, part) : null;
        return name is not null;
    }

    public override string ToString() => Part is null ? Repository : $"{Repository}:{Part}";

    /// <summary>Two words of at most 96 characters together; double dashes are how cache folders write the slash.</summary>
    internal static bool IsRepository(string text) =>
        text.Length <= 96 && Shape().IsMatch(text) && !text.Contains("--", StringComparison.Ordinal) && !text.Contains("..", StringComparison.Ordinal)
        && !text.EndsWith(".git", StringComparison.Ordinal);

    [GeneratedRegex(@"\A[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?/[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Shape();
}
