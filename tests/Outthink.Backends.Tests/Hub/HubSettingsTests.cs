using Outthink.Backends.Hub;

namespace Outthink.Backends.Tests.Hub;

public sealed class HubSettingsTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("outthink-hub-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Nothing_set_means_the_hub_and_the_users_cache()
    {
        HubSettings settings = From(("HF_TOKEN_PATH", folder));
        Assert.Equal(new Uri("https://huggingface.co"), settings.Endpoint);
        Assert.EndsWith(Path.Combine(".cache", "huggingface", "hub"), settings.Cache, StringComparison.Ordinal);
        Assert.False(settings.IsOffline);
        Assert.Null(settings.Token);
    }

    [Fact]
    public void The_variables_of_the_hubs_own_client_are_read()
    {
        HubSettings settings = From(("HF_ENDPOINT", "http://mirror.example/hf/"), ("HF_TOKEN", " hf_x\n"), ("HF_HUB_CACHE", folder), ("HF_HUB_OFFLINE", "yes"));
        Assert.Equal((new Uri("http://mirror.example/hf"), "hf_x", folder, true), (settings.Endpoint, settings.Token, settings.Cache, settings.IsOffline));
    }

    [Fact]
    public void The_home_holds_cache_and_token()
    {
        File.WriteAllText(Path.Combine(folder, "token"), "hf_file\n");
        HubSettings settings = From(("HF_HOME", folder));
        Assert.Equal((Path.Combine(folder, "hub"), "hf_file"), (settings.Cache, settings.Token));
        Assert.Equal("hf_env", From(("HF_HOME", folder), ("HF_TOKEN", "hf_env")).Token);
    }

    [Fact]
    public void The_system_wide_cache_folder_counts_without_a_home() =>
        Assert.Equal(Path.Combine(folder, "huggingface", "hub"), From(("XDG_CACHE_HOME", folder)).Cache);

    [Theory]
    [InlineData("")]
    [InlineData("with space")]
    [InlineData("line\r\nHost: evil")]
    public void What_cannot_stand_in_a_header_is_no_token(string token) => Assert.Null(From(("HF_TOKEN", token), ("HF_HOME", folder)).Token);

    [Theory]
    [InlineData("huggingface.co")]
    [InlineData("ftp://huggingface.co")]
    [InlineData("file:///etc")]
    public void An_endpoint_must_be_an_address(string endpoint) =>
        Assert.Contains(endpoint, Assert.Throws<HubException>(() => From(("HF_ENDPOINT", endpoint))).Message, StringComparison.Ordinal);

    private static HubSettings From(params (string Name, string Value)[] variables) =>
        HubSettings.From(name => variables.FirstOrDefault(v => v.Name == name).Value);
}
