using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Outthink.Backends.Hub;

/// <summary>The three questions of the hub's protocol: what a repository holds, what a file is, and its bytes.</summary>
internal sealed class HubClient(HubSettings settings, HubRequests requests)
{
    /// <summary>The files of a repository at a revision.</summary>
    /// <exception cref="HubException">There is no such repository or revision, or no right to read it.</exception>
    public async Task<HubListing> ListAsync(string repository, string revision, CancellationToken cancellationToken)
    {
        using HttpResponseMessage response = await AskAsync($"/api/models/{repository}/revision/{Uri.EscapeDataString(revision)}?blobs=true", cancellationToken);
        if (response.StatusCode == HttpStatusCode.NotFound) throw await MissingAsync(repository, revision, cancellationToken);
        Check(response, repository, $"'{repository}'");
        return HubListing.Of(repository, await ReadAsync(response, HubJson.Default.ModelWire, repository, cancellationToken));
    }

    /// <summary>Name, size and hash of a file's content, from the headers that precede the redirect to where it is stored.</summary>
    /// <exception cref="HubException">There is no such file, or the hub does not say how large it is.</exception>
    public async Task<RemoteFile> HeadAsync(HubListing listing, HubFile file, CancellationToken cancellationToken)
    {
        string what = $"'{listing.Repository}' file '{file.Path}'";
        using HttpResponseMessage response = await requests.SendAsync(HttpMethod.Head, ContentOf(listing.Repository, listing.Commit, file.Path), from: 0, IsAnnouncement, cancellationToken);
        bool isRedirect = (int)response.StatusCode is >= 300 and < 400;
        if (!isRedirect) Check(response, listing.Repository, what);
        string? etag = Unquoted(Header(response, "X-Linked-Etag") ?? Header(response, "ETag"));
        string? hash = ContentHash.AsSha256(etag) ?? file.Sha256 ?? ContentHash.AsSha1(etag) ?? file.GitSha1;
        if ((hash ?? etag) is not { } name || !SafePath.IsToken(name))
            throw new HubException($"{what}: the hub names its content by no usable ETag ('{etag}'). Check HF_ENDPOINT.");
        if (file.Sha256 is { } listed && hash != listed)
            throw new HubException($"{what}: the hub lists its SHA-256 as {listed} and announces {hash}; a mirror may be out of step. Try again later, or check HF_ENDPOINT.");
        long? size = long.TryParse(Header(response, "X-Linked-Size"), out long linked) ? linked : isRedirect ? file.Size : response.Content.Headers.ContentLength ?? file.Size;
        if (size is not >= 0) throw new HubException($"{what}: the hub does not say how large it is. Check HF_ENDPOINT.");
        return new()
        {
            Repository = listing.Repository,
            Commit = listing.Commit,
            Path = file.Path,
            Etag = name,
            Size = size.Value,
            Hash = hash,
        };
    }

    /// <summary>The content from a byte on: 206, 200 where the server ignores ranges, or 416; the caller disposes the answer.</summary>
    /// <exception cref="HubException">Any other answer.</exception>
    public async Task<HttpResponseMessage> OpenAsync(RemoteFile file, long from, CancellationToken cancellationToken)
    {
        HttpResponseMessage response = await requests.SendAsync(HttpMethod.Get, ContentOf(file.Repository, file.Commit, file.Path), from, _ => false, cancellationToken);
        if (response.StatusCode is HttpStatusCode.OK or HttpStatusCode.PartialContent or HttpStatusCode.RequestedRangeNotSatisfiable) return response;
        using (response) throw Fault(response, file.Repository, $"'{file.Repository}' file '{file.Path}'");
    }

    private Uri ContentOf(string repository, string commit, string path) =>
        Address($"/{repository}/resolve/{Uri.EscapeDataString(commit)}/{string.Join('/', path.Split('/').Select(Uri.EscapeDataString))}");

    private Uri Address(string path) => new(settings.Endpoint.AbsoluteUri.TrimEnd('/') + path);

    private Task<HttpResponseMessage> AskAsync(string path, CancellationToken cancellationToken) =>
        requests.SendAsync(HttpMethod.Get, Address(path), from: 0, _ => false, cancellationToken);

    /// <summary>Says which revisions there are, or how a name is written when there is no such repository.</summary>
    private async Task<HubException> MissingAsync(string repository, string revision, CancellationToken cancellationToken)
    {
        using HttpResponseMessage response = await AskAsync($"/api/models/{repository}/refs", cancellationToken);
        if (!response.IsSuccessStatusCode)
            return new($"There is no '{repository}' on {settings.Endpoint.Authority} (404). Write a model as org/name, as in its address on the hub; upper and lower case matter.");
        RefsWire refs = await ReadAsync(response, HubJson.Default.RefsWire, repository, cancellationToken);
        string[] names = [.. (refs.Branches ?? []).Concat(refs.Tags ?? []).Select(r => r?.Name).OfType<string>().Take(20)];
        return new($"'{repository}' has no revision '{revision}' (404). There are: {string.Join(", ", names)}; or give a commit.");
    }

    /// <summary>Reads a whole answer; its length is bounded.</summary>
    private async Task<T> ReadAsync<T>(HttpResponseMessage response, JsonTypeInfo<T> type, string repository, CancellationToken cancellationToken)
    {
        using StallWatch watch = new(HubRequests.Patience, requests.Time, cancellationToken);
        try
        {
            byte[] json = await response.Content.ReadAsByteArrayAsync(watch.Token);
            return JsonSerializer.Deserialize(json, type) ?? throw new JsonException("the answer is the JSON value null");
        }
        catch (JsonException e)
        {
            throw new HubException($"{settings.Endpoint.Authority} does not speak the hub's protocol about '{repository}': {e.Message} Check HF_ENDPOINT.", e);
        }
        catch (HttpRequestException e) when (e.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded)
        {
            throw new HubException($"The hub's answer about '{repository}' is too long to be a list of files.", e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && watch.HasStalled && !cancellationToken.IsCancellationRequested))
        {
            throw new TransientHubException($"the hub's answer about '{repository}' broke off", e);
        }
    }

    private void Check(HttpResponseMessage response, string repository, string what)
    {
        if (!response.IsSuccessStatusCode) throw Fault(response, repository, what);
    }

    private HubException Fault(HttpResponseMessage response, string repository, string what) => HubFault.Of(response, repository, what, settings, requests.Time.GetUtcNow());

    /// <summary>A redirect that tells the content's name is the answer; the one of a renamed repository is followed.</summary>
    private static bool IsAnnouncement(HttpResponseMessage response) => Header(response, "X-Linked-Etag") is not null;

    private static string? Header(HttpResponseMessage response, string name) => response.Headers.TryGetValues(name, out IEnumerable<string>? values) ? values.First() : null;

    private static string? Unquoted(string? etag) => etag is null ? null : (etag.StartsWith("W/", StringComparison.Ordinal) ? etag[2..] : etag).Trim('"');
}
