using System.Globalization;
using System.Net;

namespace Outthink.Backends.Hub;

/// <summary>What an answer that is no success means, and what to do about it.</summary>
internal static class HubFault
{
    /// <summary>The longest wait that a server may ask for; beyond, the user decides when to come back.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(2);

    /// <summary>The fault to throw; <paramref name="what"/> is the thing asked for, as a person calls it.</summary>
    public static HubException Of(HttpResponseMessage response, string repository, string what, HubSettings settings, DateTimeOffset now)
    {
        int status = (int)response.StatusCode;
        string host = settings.Endpoint.Authority;
        if (status is 408 or 429 or >= 500) return Busy(response, what, now);
        return response.StatusCode switch
        {
            HttpStatusCode.Unauthorized when settings.Token is null => new(
                $"{what}: {host} says 401. Either it does not exist (check the name), or it is private or asks for consent: set HF_TOKEN to a token of yours that may read it."),
            HttpStatusCode.Unauthorized => new($"{what}: {host} does not accept the token (401). Set HF_TOKEN to a valid one that may read '{repository}', and check the name."),
            HttpStatusCode.Forbidden => new(
                $"{what}: {host} refuses access (403). Ask for it on {settings.Endpoint}{(settings.Endpoint.AbsolutePath == "/" ? "" : "/")}{repository}{(settings.Token is null ? ", and set HF_TOKEN to a token of that account." : " with the account that HF_TOKEN belongs to.")}"),
            HttpStatusCode.NotFound => new($"{what}: {host} lists it and does not have it (404). A mirror may be out of step; try again later, or check HF_ENDPOINT."),
            _ => new($"{what}: {host} answers {status.ToString(CultureInfo.InvariantCulture)} {response.ReasonPhrase}."),
        };
    }

    private static HubException Busy(HttpResponseMessage response, string what, DateTimeOffset now)
    {
        string status = $"{(int)response.StatusCode} {response.ReasonPhrase}".TrimEnd();
        TimeSpan? wait = response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - now,
            _ => null,
        };
        if (wait > LongestWait)
            return new($"{what}: the hub answers {status} and asks to wait {Math.Ceiling(wait.Value.TotalSeconds).ToString("0", CultureInfo.InvariantCulture)} s. Run the same command then.");
        return new TransientHubException($"{what}: the hub answers {status}") { RetryAfter = wait is { } given && given < TimeSpan.Zero ? TimeSpan.Zero : wait };
    }
}
