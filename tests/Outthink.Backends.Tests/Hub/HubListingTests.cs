using System.Text;
using System.Text.Json;
using FsCheck.Xunit;
using Outthink.Backends.Hub;

namespace Outthink.Backends.Tests.Hub;

public sealed class HubListingTests
{
    private const string Sound =
        """{"sha":"0123","siblings":[{"rfilename":"a.gguf","size":5,"blobId":"89e6c98d92887913cadf06b2adb97f26cde4849b","lfs":{"sha256":"E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855","size":5}},{"rfilename":"config.json"}]}""";

    [Fact]
    public void Sizes_and_hashes_are_taken_where_they_are()
    {
        HubListing listing = Read(Encoding.UTF8.GetBytes(Sound));
        Assert.Equal("0123", listing.Commit);
        Assert.Equal(("a.gguf", 5L, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", null), (listing.Files[0].Path, listing.Files[0].Size, listing.Files[0].Sha256, listing.Files[0].GitSha1));
        Assert.Equal(new HubFile { Path = "config.json" }, listing.Files[1]);
    }

    [Theory]
    [InlineData("../../../.ssh/authorized_keys")]
    [InlineData("/etc/cron.d/x")]
    [InlineData("a/../../b.gguf")]
    [InlineData("..\\\\..\\\\b.gguf")]
    [InlineData("")]
    public void A_name_that_leads_out_of_the_cache_spoils_the_whole_list(string name)
    {
        var fault = Assert.Throws<HubException>(() => Read(Encoding.UTF8.GetBytes($$"""{"sha":"01","siblings":[{"rfilename":"good.gguf"},{"rfilename":"{{name}}"}]}""")));
        Assert.Contains("do not trust", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"siblings":[]}""")]
    [InlineData("""{"sha":"../x"}""")]
    [InlineData("""{"sha":""}""")]
    public void A_commit_must_be_one(string json) => Assert.Contains("no usable commit", Assert.Throws<HubException>(() => Read(Encoding.UTF8.GetBytes(json))).Message, StringComparison.Ordinal);

    [Property(MaxTest = 3000)]
    public void Mutated_lists_are_refused_or_hold_safe_names_only(int seed)
    {
        Random random = new(seed);
        byte[] json = Encoding.UTF8.GetBytes(Sound);
        for (int i = random.Next(1, 5); i > 0; i--) json[random.Next(json.Length)] = (byte)random.Next(256);
        if (random.Next(4) == 0) json = json[..random.Next(json.Length)];
        try
        {
            Assert.All(Read(json).Files, f => Assert.True(SafePath.IsSafe(f.Path) && f.Size is null or >= 0));
        }
        catch (Exception e) when (e is JsonException or HubException)
        {
        }
    }

    private static HubListing Read(byte[] json) => HubListing.Of("org/model", JsonSerializer.Deserialize(json, HubJson.Default.ModelWire) ?? throw new JsonException("null"));
}
