using System.CommandLine;

namespace Outthink.Cli.Commands;

/// <summary><c>outthink runs</c>: what runs were kept, what they show, their tables for other programs.</summary>
internal static class RunsCommand
{
    public static Command Create(Terminal terminal) => new("runs", "Lists, shows and exports the runs that 'outthink eval --run' keeps.")
    {
        RunsListCommand.Create(terminal),
        RunsShowCommand.Create(terminal),
        RunsExportCommand.Create(terminal),
    };
}
