using System.Xml.Linq;

namespace Outthink.Architecture.Tests;

/// <summary>The arrows between the projects, as docs/architecture.md draws them: each project may see these and no others.</summary>
public sealed class DependencyTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Outthink.Answers"] = [],
        ["Outthink"] = ["Outthink.Answers"],
        ["Outthink.Engine"] = [],
        ["Outthink.Backends"] = ["Outthink", "Outthink.Engine"],
        ["Outthink.Evaluation"] = ["Outthink"],
        ["Outthink.Training"] = ["Outthink.Evaluation", "Outthink.Engine"],
        ["Outthink.Cli"] = ["Outthink.Backends", "Outthink.Evaluation", "Outthink.Training"],
    };

    public static TheoryData<string> Projects => [.. Directory.GetDirectories(Path.Combine(Root, "src")).Select(p => Path.GetFileName(p)!)];

    [Theory, MemberData(nameof(Projects))]
    public void A_project_sees_only_what_the_design_lets_it_see(string project)
    {
        Assert.True(Allowed.TryGetValue(project, out string[]? allowed), $"{project} is not in the list of projects: add it with its arrows.");
        var references = XDocument.Load(Path.Combine(Root, "src", project, project + ".csproj"))
            .Descendants("ProjectReference")
            .Select(r => Path.GetFileNameWithoutExtension(((string)r.Attribute("Include")!).Replace('\\', '/')));
        Assert.Empty(references.Except(allowed));
    }

    private static string Root
    {
        get
        {
            string? folder = AppContext.BaseDirectory;
            while (folder is not null && !File.Exists(Path.Combine(folder, "Outthink.slnx"))) folder = Path.GetDirectoryName(folder);
            return folder ?? throw new InvalidOperationException("Outthink.slnx was not found above the test's folder.");
        }
    }
}
