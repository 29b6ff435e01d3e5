namespace Outthink.Evaluation.Suites;

/// <summary>A suite file that cannot be read; the message names the file, each bad line and its field, and what is expected there.</summary>
public sealed class SuiteFormatException(string message, Exception? inner = null) : Exception(message, inner);
