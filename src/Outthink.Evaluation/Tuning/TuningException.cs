namespace Outthink.Evaluation.Tuning;

/// <summary>There is too little to tune on, or nowhere to keep what is timed; the message says what to do.</summary>
public sealed class TuningException(string message, Exception? fault = null) : Exception(message, fault);
