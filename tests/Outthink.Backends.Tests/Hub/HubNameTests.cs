using FsCheck.Xunit;
using Outthink.Backends.Hub;

namespace Outthink.Backends.Tests.Hub;

public sealed class HubNameTests
{
    [Theory]
    [InlineData("Qwen/Qwen2.5-0.5B-Instruct-GGUF", "Qwen/Qwen2.5-0.5B-Instruct-GGUF", null)]
    [InlineData("org/name:Q4_K_M", "org/name", "Q4_K_M")]
    [InlineData("org/name:sub/model-00001-of-00002.gguf", "org/name", "sub/model-00001-of-00002.gguf")]
    [InlineData("a_b/c.d", "a_b/c.d", null)]
    public void A_repository_and_behind_a_colon_a_part(string text, string repository, string? part)
    {
        Assert.True(HubName.TryParse(text, out HubName? name));
        Assert.Equal((repository, part, text), (name.Repository, name.Part, name.ToString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("name")]
    [InlineData("a/b/c")]
    [InlineData("/b")]
    [InlineData("a/")]
    [InlineData("a/b:")]
    [InlineData("a/b:../c")]
    [InlineData("a/b:/etc/passwd")]
    [InlineData("../b")]
    [InlineData("a/..")]
    [InlineData("a--b/c")]
    [InlineData("a/b.git")]
    [InlineData("a/-b")]
    [InlineData("a b/c")]
    [InlineData("a/b?c=d")]
    [InlineData("a/b\n")]
    [InlineData("https://huggingface.co/a/b")]
    public void Anything_else_is_no_name(string text) => Assert.False(HubName.TryParse(text, out _));

    [Property]
    public void Any_text_is_a_name_that_reads_back_or_none(string? text)
    {
        if (text is null || !HubName.TryParse(text, out HubName? name)) return;
        Assert.Equal(text, name.ToString());
        Assert.True(HubName.TryParse(name.ToString(), out HubName? again));
        Assert.Equal(name, again);
    }
}
