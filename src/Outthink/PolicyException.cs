namespace Outthink;

/// <summary>A policy broke the contract of its port, so the search cannot go on; the message says how.</summary>
public sealed class PolicyException(string message) : Exception(message);
