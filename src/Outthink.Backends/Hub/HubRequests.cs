using System.Net;
using System.Net.Http.Headers;

namespace Outthink.Backends.Hub;

/// <summary>
/// One request and the redirects it leads to. The token goes to the endpoint's own scheme, host and port only; nothing is
/// redirected from https to http.
/// </summary>
internal sealed class HubRequests(HubSettings settings, HttpMessageHandler handler, TimeProvider time) : IDisposable
{
    /// <summary>How long a server may say nothing.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private const int MostRedirects = 10;
    private const int MostBufferedBytes = 64 << 20;

    private readonly HttpClient http = new(handler) { Timeout = Timeout.InfiniteTimeSpan, MaxResponseContentBufferSize = MostBufferedBytes };

    public TimeProvider Time => time;

    /// <summary>Connects afresh now and then, so that a changed address is noticed; follows nothing by itself.</summary>
    public static HttpMessageHandler CreateHandler() => new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        UseCookies = false,
        ConnectTimeout = TimeSpan.FromSeconds(20),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    };

    /// <summary>
    /// Sends, and follows redirects until <paramref name="isAnswer"/> accepts one or there is none. <paramref name="from"/> is the
    /// first byte wanted; 0 asks for the whole.
    /// </summary>
    /// <returns>The answer with its headers read; the caller disposes it.</returns>
    /// <exception cref="TransientHubException">No connection, or silence.</exception>
    /// <exception cref="HubException">A redirect that is not followed.</exception>
    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, Uri address, long from, Func<HttpResponseMessage, bool> isAnswer, CancellationToken cancellationToken)
    {
        Uri target = address;
        for (int hop = 0; hop <= MostRedirects; hop++)
        {
            HttpResponseMessage response = await SendOnceAsync(method, target, from, cancellationToken);
            if (!IsRedirect(response.StatusCode) || response.Headers.Location is not { } location || isAnswer(response)) return response;
            response.Dispose();
            Uri next = new(target, location);
            if (next.Scheme is not ("http" or "https") || (target.Scheme == "https" && next.Scheme == "http"))
                throw new HubException($"{target.Host} redirects to '{next.GetLeftPart(UriPartial.Authority)}', which is not secure; this is not followed. Check HF_ENDPOINT.");
            target = next;
        }
        throw new HubException($"{address.Host} redirects more than {MostRedirects} times. Check HF_ENDPOINT.");
    }

    public void Dispose() => http.Dispose();

    private async Task<HttpResponseMessage> SendOnceAsync(HttpMethod method, Uri target, long from, CancellationToken cancellationToken)
    {
        using HttpRequestMessage request = new(method, target);
        request.Headers.AcceptEncoding.Add(new("identity"));
        request.Headers.UserAgent.Add(new("outthink", typeof(HubRequests).Assembly.GetName().Version?.ToString(3)));
        if (from > 0) request.Headers.Range = new(from, null);
        if (settings.Token is { } token && IsHub(target)) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using StallWatch watch = new(Patience, time, cancellationToken);
        try
        {
            return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, watch.Token);
        }
        catch (HttpRequestException e) when (e.HttpRequestError is HttpRequestError.SecureConnectionError or HttpRequestError.ConfigurationLimitExceeded)
        {
            throw new HubException($"{target.Host} cannot be talked to: {e.Message}", e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw new TransientHubException($"no connection to {target.Authority}: {e.Message}", e);
        }
        catch (OperationCanceledException e) when (watch.HasStalled && !cancellationToken.IsCancellationRequested)
        {
            throw new TransientHubException($"{target.Authority} has said nothing for {Patience.TotalSeconds:0} s", e);
        }
    }

    private bool IsHub(Uri target) => Uri.Compare(target, settings.Endpoint, UriComponents.SchemeAndServer, UriFormat.UriEscaped, StringComparison.OrdinalIgnoreCase) == 0;

    private static bool IsRedirect(HttpStatusCode status) => (int)status is 301 or 302 or 303 or 307 or 308;
}
