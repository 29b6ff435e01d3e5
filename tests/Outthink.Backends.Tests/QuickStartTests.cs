using Outthink.Backends.Tests.Local;

namespace Outthink.Backends.Tests;

public sealed class QuickStartTests
{
    [Fact]
    public async Task The_quick_start_of_the_README_runs_and_prints_a_verdict()
    {
        TextWriter console = Console.Out;
        StringWriter written = new();
        Console.SetOut(written);
        try
        {
            await Examples.QuickStart.RunAsync(Path.Combine(ShippedFamily.Root, "models"));
        }
        finally
        {
            Console.SetOut(console);
        }
        string[] lines = written.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.True(int.TryParse(lines[0], out _), $"the first line is '{lines[0]}'");
        Assert.Contains(@"\boxed{" + lines[0].Trim() + "}", lines[^2], StringComparison.Ordinal);
        Assert.Matches(@"^\d+ policy tokens, \d+ PRM tokens$", lines[^1].Trim());
    }

    [Fact]
    public void The_README_shows_the_code_that_is_compiled()
    {
        string code = File.ReadAllText(Path.Combine(ShippedFamily.Root, "tests", "Outthink.Backends.Tests", "QuickStart.cs"));
        string readme = File.ReadAllText(Path.Combine(ShippedFamily.Root, "README.md"));
        int start = readme.IndexOf("```csharp\n", StringComparison.Ordinal) + "```csharp\n".Length;
        string shown = readme[start..readme.IndexOf("```", start, StringComparison.Ordinal)];
        Queue<string> expected = new(Lines(shown).Select(l => l.Replace("ModelCatalog.Open(\"models\")", "ModelCatalog.Open(folder)", StringComparison.Ordinal)));
        List<string> others = [];
        foreach (string line in Lines(code))
        {
            if (expected.TryPeek(out string? next) && next == line) expected.Dequeue();
            else others.Add(line);
        }
        Assert.Empty(expected);
        Assert.All(others, line => Assert.Matches(@"^(namespace |///|internal static |public static |[{}]$)", line));

        static IEnumerable<string> Lines(string text) => text.Split('\n').Select(l => l.Trim()).Where(l => l.Length > 0);
    }
}
