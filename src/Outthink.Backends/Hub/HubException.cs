namespace Outthink.Backends.Hub;

/// <summary>A model could not be fetched from the hub or found in its cache; the message says what to do.</summary>
public class HubException(string message, Exception? inner = null) : Exception(message, inner);
