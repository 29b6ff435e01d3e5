namespace Outthink.Cli.Options;

/// <summary>A fault in what was asked for that shows only once the models are looked at.</summary>
internal sealed class UsageException(string message) : Exception(message);
