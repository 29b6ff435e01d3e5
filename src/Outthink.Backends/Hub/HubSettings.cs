namespace Outthink.Backends.Hub;

/// <summary>Where the hub and its cache are; the environment's variables are those of the hub's own client.</summary>
public sealed record HubSettings
{
    /// <summary>The hub, without a slash at the end.</summary>
    public required Uri Endpoint { get; init; }

    /// <summary>The folder that holds <c>models--org--name</c> folders.</summary>
    public required string Cache { get; init; }

    /// <summary>Sent to the endpoint's own host and to no other.</summary>
    public string? Token { get; init; }

    /// <summary>Only what is in the cache is used.</summary>
    public bool IsOffline { get; init; }

    /// <summary>The endpoint and the cache; never the token.</summary>
    public override string ToString() => $"{Endpoint}, cached in {Cache}";

    /// <summary>
    /// Reads <c>HF_ENDPOINT</c>, <c>HF_TOKEN</c> (else the file <c>HF_TOKEN_PATH</c>, else <c>HF_HOME/token</c>), <c>HF_HUB_CACHE</c> (else
    /// <c>HF_HOME/hub</c>), <c>HF_HOME</c> (else <c>XDG_CACHE_HOME/huggingface</c>, else <c>~/.cache/huggingface</c>) and <c>HF_HUB_OFFLINE</c>.
    /// </summary>
    /// <exception cref="HubException"><c>HF_ENDPOINT</c> is no http address.</exception>
    public static HubSettings FromEnvironment() => From(Environment.GetEnvironmentVariable);

    internal static HubSettings From(Func<string, string?> variable)
    {
        string endpoint = Given(variable, "HF_ENDPOINT") ?? "https://huggingface.co";
        if (!Uri.TryCreate(endpoint.TrimEnd('/'), UriKind.Absolute, out Uri? uri) || uri.Scheme is not ("http" or "https"))
            throw new HubException($"HF_ENDPOINT is '{endpoint}'; give an address such as https://huggingface.co.");
        return new()
        {
            Endpoint = uri,
            Cache = CacheFolder(variable),
            Token = Clean(Given(variable, "HF_TOKEN")) ?? Clean(ReadToken(Expand(Given(variable, "HF_TOKEN_PATH") ?? Path.Combine(HomeFolder(variable), "token")))),
            IsOffline = Given(variable, "HF_HUB_OFFLINE")?.ToUpperInvariant() is "1" or "ON" or "YES" or "TRUE",
        };
    }

    /// <summary>The cache's folder alone, which needs no endpoint; absolute.</summary>
    internal static string CacheFolder(Func<string, string?> variable) => Path.GetFullPath(Expand(Given(variable, "HF_HUB_CACHE") ?? Path.Combine(HomeFolder(variable), "hub")));

    private static string HomeFolder(Func<string, string?> variable) =>
        Expand(Given(variable, "HF_HOME") ?? Path.Combine(Given(variable, "XDG_CACHE_HOME") ?? Path.Combine(UserFolder(), ".cache"), "huggingface"));

    private static string? Given(Func<string, string?> variable, string name) => variable(name) is { Length: > 0 } value ? value : null;

    private static string? ReadToken(string path)
    {
        try
        {
            return new FileInfo(path) is { Exists: true, Length: <= 4096 } ? File.ReadAllText(path) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // a token that cannot be read is none; the hub says so where one is needed
        }
    }

    /// <summary>The token without line ends; null unless it can stand in a header.</summary>
    private static string? Clean(string? token) => token?.Trim() is { Length: > 0 } clean && clean.All(c => c is > ' ' and <= '~') ? clean : null;

    private static string Expand(string path) => path is "~" || path.StartsWith("~/", StringComparison.Ordinal) ? UserFolder() + path[1..] : path;

    private static string UserFolder() => Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
}
