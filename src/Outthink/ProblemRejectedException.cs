namespace Outthink;

/// <summary>A problem that cannot be asked of this model; the message says why and what to do.</summary>
public sealed class ProblemRejectedException(string message) : Exception(message);
