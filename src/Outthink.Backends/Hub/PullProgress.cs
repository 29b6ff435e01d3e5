namespace Outthink.Backends.Hub;

/// <summary>How far a pull is.</summary>
/// <param name="File">The file in work.</param>
/// <param name="Done">Bytes there, of all files of the pull.</param>
/// <param name="Total">Bytes of all files of the pull.</param>
public readonly record struct PullProgress(string File, long Done, long Total);
