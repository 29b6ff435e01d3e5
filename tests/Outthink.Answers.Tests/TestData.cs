namespace Outthink.Answers.Tests;

/// <summary>The folder of public test data that OUTTHINK_TEST_DATA names; tests that need it are skipped without it.</summary>
static class TestData
{
    public static string[] Lines(string file)
    {
        string? root = Environment.GetEnvironmentVariable("OUTTHINK_TEST_DATA");
        if (string.IsNullOrEmpty(root)) Assert.Skip("OUTTHINK_TEST_DATA is not set.");
        string path = Path.Combine(root, file);
        Assert.True(File.Exists(path), $"OUTTHINK_TEST_DATA is set, but {path} is missing.");
        return File.ReadAllLines(path);
    }
}
