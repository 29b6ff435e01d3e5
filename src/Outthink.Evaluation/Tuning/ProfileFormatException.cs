namespace Outthink.Evaluation.Tuning;

/// <summary>A text that is no profile; the message says what to do.</summary>
public sealed class ProfileFormatException(string message, Exception? inner = null) : Exception(message, inner);
