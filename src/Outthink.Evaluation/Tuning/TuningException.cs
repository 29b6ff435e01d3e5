namespace Outthink.Evaluation.Tuning;

/// <summary>There is too little to tune on; the message says what to do.</summary>
public sealed class TuningException(string message) : Exception(message);
