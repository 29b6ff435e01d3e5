using System.CommandLine;
using Outthink.Cli.Options;
using Outthink.Cli.Rendering;
using Outthink.Evaluation.Reports;

namespace Outthink.Cli.Commands;

/// <summary><c>outthink runs list DIR</c>.</summary>
internal static class RunsListCommand
{
    public static Command Create(Terminal terminal)
    {
        Argument<DirectoryInfo> folder = new("DIR") { Description = "A folder with *.sqlite files", DefaultValueFactory = _ => new(".") };
        Option<bool> json = JsonOption.Create();
        CheckedCommand command = new("list", "Lists the runs of a folder.");
        command.Add(folder);
        command.Add(json);
        command.AddCheck(given => given.GetValue(folder) is { Exists: false } missing ? [$"DIR: there is no folder '{missing}'"] : []);
        command.SetAction(parsed =>
        {
            RunListReport report = RunListReport.Of(parsed.GetValue(folder)!.FullName);
            if (parsed.GetValue(json)) terminal.Out.WriteLine(ReportText.Of(report));
            else RunTables.Write(report, terminal);
            return ExitCode.Success;
        });
        return command;
    }
}
