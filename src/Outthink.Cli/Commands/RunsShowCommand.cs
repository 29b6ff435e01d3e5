using System.CommandLine;
using Outthink.Cli.Options;
using Outthink.Cli.Rendering;
using Outthink.Evaluation.Reports;
using Outthink.Evaluation.Runs.Storage;
using Outthink.Scoring;

namespace Outthink.Cli.Commands;

/// <summary><c>outthink runs show FILE</c>: the rows, each at every n, and against one of them.</summary>
internal static class RunsShowCommand
{
    public static Command Create(Terminal terminal)
    {
        Argument<FileInfo> file = new("FILE") { Description = "A run that 'outthink eval --run' keeps; it may be in work" };
        Option<Aggregation?> aggregation = ChoiceOption.Of<Aggregation>("--aggregate", "How step scores become one number in the curves [default: each row's own]");
        Option<int> against = new("--against") { Description = "The row, from 0, that every other is compared with", HelpName = "ROW", DefaultValueFactory = _ => 0 };
        Option<ulong> seed = new("--seed") { Description = "Draws subsets of candidates and bootstrap resamples", HelpName = "S", DefaultValueFactory = _ => 0 };
        Option<bool> json = JsonOption.Create();
        CheckedCommand command = new("show", "Shows a run: accuracy and cost of every row, at every n up to its N, and paired comparisons.");
        command.Add(file);
        foreach (Option option in (Option[])[aggregation, against, seed, json]) command.Add(option);
        command.SetAction(parsed =>
        {
            using RunFile run = RunFile.OpenRead(parsed.GetValue(file)!.FullName);
            int row = parsed.GetValue(against), rows = run.Configuration.Rows.Length;
            if (row < 0 || row >= rows)
            {
                terminal.Error.WriteLine($"error: --against: the run has {rows} rows; give 0 to {rows - 1}");
                return ExitCode.Usage;
            }
            RunReport report = RunReport.Of(run, parsed.GetValue(aggregation), row, parsed.GetValue(seed));
            if (parsed.GetValue(json)) terminal.Out.WriteLine(ReportText.Of(report));
            else RunTables.Write(report, terminal);
            return ExitCode.Success;
        });
        return command;
    }
}
