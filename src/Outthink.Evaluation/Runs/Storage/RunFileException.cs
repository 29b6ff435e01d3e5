namespace Outthink.Evaluation.Runs.Storage;

/// <summary>A run file that cannot be used; the message says why and what to do.</summary>
public sealed class RunFileException(string message, Exception? inner = null) : Exception(message, inner);
