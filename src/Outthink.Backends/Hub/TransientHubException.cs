namespace Outthink.Backends.Hub;

/// <summary>A fault that the next attempt may not meet: a cut connection, a busy server, silence.</summary>
internal sealed class TransientHubException(string message, Exception? inner = null) : HubException(message, inner)
{
    /// <summary>How long the server asks to wait, if it does.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
