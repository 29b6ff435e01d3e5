using System.CommandLine;

namespace Outthink.Cli.Options;

/// <summary>Every command's <c>--json</c>.</summary>
internal static class JsonOption
{
    public static Option<bool> Create() => new("--json") { Description = "Print the result as JSON" };
}
