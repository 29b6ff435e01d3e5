using Outthink.Backends.Tests.Hub;
using Outthink.Cli.Tests.Hub;

[assembly: AssemblyFixture(typeof(HubEnvironment))]

namespace Outthink.Cli.Tests.Hub;

/// <summary>
/// Points the environment at a hub on the loopback and at a cache of the tests' own, before any test reads it: no test sees
/// what the user has pulled, nor his token.
/// </summary>
public sealed class HubEnvironment : IAsyncDisposable
{
    public HubEnvironment()
    {
        foreach ((string name, string? value) in (IEnumerable<(string, string?)>)
        [
            ("HF_ENDPOINT", Hub.Endpoint.AbsoluteUri), ("HF_HOME", Folder), ("HF_HUB_CACHE", null), ("HF_TOKEN", null), ("HF_TOKEN_PATH", null), ("HF_HUB_OFFLINE", null),
            ("HTTP_PROXY", null), ("http_proxy", null), ("ALL_PROXY", null), ("all_proxy", null),
        ])
            Environment.SetEnvironmentVariable(name, value);
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("outthink-hub-").FullName;

    public string Cache => Path.Combine(Folder, "hub");

    internal FakeHub Hub { get; } = new();

    public async ValueTask DisposeAsync()
    {
        await Hub.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}
