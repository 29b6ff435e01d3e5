using FsCheck.Xunit;
using Outthink.Backends.Hub;

namespace Outthink.Backends.Tests.Hub;

public sealed class SafePathTests
{
    private static readonly string[] Pieces = ["..", ".", "/", "\\", "a", "C:", "\0", "\n", "model.gguf", "...", "~", " "];

    [Theory]
    [InlineData("model.gguf")]
    [InlineData("sub/dir/model-00001-of-00002.gguf")]
    [InlineData(".gitattributes")]
    [InlineData("a..b")]
    public void A_path_below_its_folder_is_safe(string path) => Assert.True(SafePath.IsSafe(path));

    [Theory]
    [InlineData("")]
    [InlineData("/etc/passwd")]
    [InlineData("../x")]
    [InlineData("a/../../x")]
    [InlineData("a/./x")]
    [InlineData("a//x")]
    [InlineData("a/")]
    [InlineData("..\\x")]
    [InlineData("C:/x")]
    [InlineData("a/C:x")]
    [InlineData("a\nb")]
    public void A_path_that_could_lead_elsewhere_is_not(string path) => Assert.False(SafePath.IsSafe(path));

    [Property(MaxTest = 500)]
    public void A_safe_path_stays_below_whatever_the_pieces(int seed)
    {
        Random random = new(seed);
        string path = string.Concat(Enumerable.Range(0, random.Next(1, 9)).Select(_ => Pieces[random.Next(Pieces.Length)]));
        if (!SafePath.IsSafe(path)) return;
        string root = Path.GetFullPath("/root/of/all");
        Assert.StartsWith(root + Path.DirectorySeparatorChar, Path.GetFullPath(Path.Combine(root, path)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0123abcdef", true)]
    [InlineData("a-b_c.d", true)]
    [InlineData("..", false)]
    [InlineData("a/b", false)]
    [InlineData("", false)]
    public void A_token_is_one_plain_word(string text, bool expected) => Assert.Equal(expected, SafePath.IsToken(text));
}
