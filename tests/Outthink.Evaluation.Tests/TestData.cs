namespace Outthink.Evaluation.Tests;

/// <summary>The folder of public test data that OUTTHINK_TEST_DATA names; tests that need it are skipped without it.</summary>
internal static class TestData
{
    public static string Path(string relative)
    {
        string? root = Environment.GetEnvironmentVariable("OUTTHINK_TEST_DATA");
        if (string.IsNullOrEmpty(root)) Assert.Skip("OUTTHINK_TEST_DATA is not set.");
        string path = System.IO.Path.Combine(root!, relative);
        Assert.True(System.IO.Path.Exists(path), $"OUTTHINK_TEST_DATA is set, but {path} is missing.");
        return path;
    }
}
