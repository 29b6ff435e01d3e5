using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Outthink.Backends.Tests.Hub;

/// <summary>
/// A hub on one port and its storage on another, speaking the protocol: listings, announcements by HEAD, redirects to the
/// storage for large files, ranges. A test may spoil any answer.
/// </summary>
internal sealed class FakeHub : IAsyncDisposable
{
    public const string Commit = "0123456789abcdef0123456789abcdef01234567";

    /// <summary>Files of at least so many bytes are large: kept in the storage under their SHA-256.</summary>
    private const int LargeBytes = 1000;

    private readonly LoopbackServer hub;
    private readonly LoopbackServer storage;

    public FakeHub(string repository = "org/model")
    {
        Repository = repository;
        hub = new(request => Answer(request, isStorage: false));
        storage = new(request => Answer(request, isStorage: true));
    }

    public Uri Endpoint => hub.Address;

    public Uri StorageEndpoint => storage.Address;

    public string Repository { get; }

    public ConcurrentDictionary<string, byte[]> Files { get; } = new();

    /// <summary>Whether the storage always sends the whole.</summary>
    public bool IgnoresRanges { get; set; }

    /// <summary>Spoils an answer: gets the request, whether it is the storage's, and the right answer.</summary>
    public Func<WireRequest, bool, WireReply, WireReply> Spoil { get; set; } = (_, _, reply) => reply;

    public ConcurrentQueue<(WireRequest Request, bool IsStorage)> Requests { get; } = new();

    public int ContentRequests => Requests.Count(r => r.Request.Method == "GET" && !r.Request.Path.StartsWith("/api/", StringComparison.Ordinal) && (r.IsStorage || !IsLarge(FileOf(r.Request.Path))));

    public static string Sha256(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    public static string GitSha1(byte[] content)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA1);
        hash.AppendData(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"blob {content.Length}\0")));
        hash.AppendData(content);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>What the blob of a file is called.</summary>
    public string Etag(string file) => IsLarge(file) ? Sha256(Files[file]) : GitSha1(Files[file]);

    /// <summary>Bytes that look like nothing, the same each time.</summary>
    public static byte[] Content(int length, int seed)
    {
        byte[] bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    public async ValueTask DisposeAsync()
    {
        await hub.DisposeAsync();
        await storage.DisposeAsync();
    }

    private bool IsLarge(string file) => Files.TryGetValue(file, out byte[]? content) && content.Length >= LargeBytes;

    private string FileOf(string path) => Uri.UnescapeDataString(path[(path.IndexOf("/resolve/", StringComparison.Ordinal) + "/resolve/".Length + Commit.Length + 1)..]);

    private WireReply Answer(WireRequest request, bool isStorage)
    {
        Requests.Enqueue((request, isStorage));
        return Spoil(request, isStorage, isStorage ? Stored(request) : Announced(request));
    }

    private WireReply Announced(WireRequest request)
    {
        string revisions = $"/api/models/{Repository}/revision/";
        if (request.Path == $"/api/models/{Repository}/refs") return Json("""{"branches":[{"name":"main"},{"name":"dev"}],"tags":[{"name":"v1"}]}""");
        if (request.Path.StartsWith(revisions, StringComparison.Ordinal) && request.Path[revisions.Length..].Split('?')[0] is "main" or "v1" or "refs%2Fpr%2F1" or Commit) return Json(Listing());
        if (!request.Path.StartsWith($"/{Repository}/resolve/{Commit}/", StringComparison.Ordinal) || FileOf(request.Path) is not { } file || !Files.TryGetValue(file, out byte[]? content))
            return new(404, ("X-Error-Code", "RepoNotFound")) { Body = "not found"u8.ToArray() };
        (string, string) commit = ("X-Repo-Commit", Commit);
        if (IsLarge(file)) return new(302, commit, ("X-Linked-Etag", $"\"{Sha256(content)}\""), ("X-Linked-Size", $"{content.Length}"), ("Location", $"{storage.Address}store/{Sha256(content)}"));
        WireReply whole = Ranged(request, content);
        return whole with { Headers = [.. whole.Headers, commit, ("ETag", $"\"{GitSha1(content)}\"")] };
    }

    private WireReply Stored(WireRequest request) =>
        Files.Values.FirstOrDefault(c => request.Path.EndsWith(Sha256(c), StringComparison.Ordinal)) is { } content ? Ranged(request, content) : new(404);

    private WireReply Ranged(WireRequest request, byte[] content)
    {
        if (IgnoresRanges || request.Header("range") is not { } range) return new(200) { Body = content };
        int from = int.Parse(range["bytes=".Length..].TrimEnd('-'), CultureInfo.InvariantCulture);
        return from >= content.Length
            ? new((int)HttpStatusCode.RequestedRangeNotSatisfiable, ("Content-Range", $"bytes */{content.Length}"))
            : new((int)HttpStatusCode.PartialContent, ("Content-Range", $"bytes {from}-{content.Length - 1}/{content.Length}")) { Body = content.AsMemory(from) };
    }

    private string Listing() => new JsonObject
    {
        ["id"] = Repository,
        ["sha"] = Commit,
        ["siblings"] = new JsonArray([.. Files.OrderBy(f => f.Key, StringComparer.Ordinal).Select(f => new JsonObject
        {
            ["rfilename"] = f.Key,
            ["size"] = f.Value.Length,
            ["blobId"] = GitSha1(f.Value),
            ["lfs"] = IsLarge(f.Key) ? new JsonObject { ["sha256"] = Sha256(f.Value), ["size"] = f.Value.Length, ["pointerSize"] = 130 } : null,
        })]),
    }.ToJsonString(JsonSerializerOptions.Default);

    private static WireReply Json(string text) => new(200, ("Content-Type", "application/json")) { Body = Encoding.UTF8.GetBytes(text) };
}
