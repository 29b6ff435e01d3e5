namespace Outthink.Backends.ModelCards;

/// <summary>A model that is not there, or a card that cannot be used; the message names it and says what to do.</summary>
public sealed class ModelCardException(string message, Exception? inner = null) : Exception(message, inner);
