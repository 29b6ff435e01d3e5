using System.Collections.Immutable;

namespace Outthink.Evaluation.Runs.Storage;

/// <summary>A run file holds a run of another configuration; its results and those of this one must not be mixed.</summary>
public sealed class RunMismatchException(string path, ImmutableArray<string> differences) : Exception(Describe(path, differences))
{
    const int Listed = 10;

    /// <summary>All of them, the message lists the first ones.</summary>
    public ImmutableArray<string> Differences { get; } = differences;

    static string Describe(string path, ImmutableArray<string> differences) => string.Join("\n  ",
    [
        $"{path} holds a run of another configuration; give the same options to go on with it, or another file for a new run. What differs:",
        .. differences.Take(Listed),
        .. differences.Length > Listed ? [$"and {differences.Length - Listed} more"] : Array.Empty<string>(),
    ]);
}
