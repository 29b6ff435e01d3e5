namespace Outthink.Engine.Tests.Text;

/// <summary>The folder of public test data that OUTTHINK_TEST_DATA names; tests that need it are skipped without it.</summary>
static class TestData
{
    public static string File(params string[] parts)
    {
        var root = Environment.GetEnvironmentVariable("OUTTHINK_TEST_DATA");
        if (string.IsNullOrEmpty(root))
            Assert.Skip("OUTTHINK_TEST_DATA is not set.");
        var path = Path.Combine([root, .. parts]);
        Assert.True(System.IO.File.Exists(path), $"OUTTHINK_TEST_DATA is set, but {path} is missing.");
        return path;
    }
}
