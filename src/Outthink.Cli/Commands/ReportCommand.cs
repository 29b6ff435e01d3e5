using System.CommandLine;
using Outthink.Cli.Options;
using Outthink.Evaluation.Reports.Pages;
using Outthink.Evaluation.Reports.Sections;
using Outthink.Evaluation.Runs.Storage;

namespace Outthink.Cli.Commands;

/// <summary><c>outthink report RUN…</c>: runs as a page for people.</summary>
internal static class ReportCommand
{
    public static Command Create(Terminal terminal)
    {
        Argument<FileInfo[]> files = new("RUN") { Description = "Runs that 'outthink eval --run' keeps; they may be in work", Arity = ArgumentArity.OneOrMore };
        Option<string> output = new("--out", "-o") { Description = "A folder for report.html, report.md and every plot as SVG and PNG; or a file *.html for the page alone", HelpName = "DIR|FILE.html", Required = true };
        Option<string> title = new("--title") { Description = "The page's title", HelpName = "T", DefaultValueFactory = _ => "Report" };
        CheckedCommand command = new("report", "Writes runs as one self-contained HTML page, with every plot as SVG and PNG, and as Markdown.") { files, output, title };
        command.AddCheck(given => string.IsNullOrWhiteSpace(given.GetValue(title)) ? ["--title: give some text"] : []);
        command.AddCheck(given => Twice(given.GetValue(files)!).Select(file => $"RUN: '{file}' is given twice"));
        command.SetAction(parsed =>
        {
            RunFile[] runs = Open(parsed.GetValue(files)!);
            try
            {
                string path = Write(RunsPage.Of(parsed.GetValue(title)!, runs), parsed.GetValue(output)!);
                terminal.Out.WriteLine(path);
                return ExitCode.Success;
            }
            finally
            {
                foreach (RunFile run in runs) run.Dispose();
            }
        });
        return command;
    }

    static string Write(ReportPage page, string output)
    {
        if (!output.EndsWith(".html", StringComparison.OrdinalIgnoreCase)) return ReportFolder.Write(page, output);
        if (Path.GetDirectoryName(Path.GetFullPath(output)) is { } folder) Directory.CreateDirectory(folder);
        File.WriteAllText(output, HtmlPage.Of(page));
        return output;
    }

    static RunFile[] Open(FileInfo[] files)
    {
        List<RunFile> runs = [];
        try
        {
            foreach (FileInfo file in files) runs.Add(RunFile.OpenRead(file.FullName));
            return [.. runs];
        }
        catch
        {
            foreach (RunFile run in runs) run.Dispose();
            throw;
        }
    }

    static IEnumerable<string> Twice(FileInfo[] files) => files.GroupBy(f => f.FullName).Where(g => g.Skip(1).Any()).Select(g => g.First().ToString());
}
