using System.CommandLine;
using Outthink.Cli.Options;
using Outthink.Evaluation.Runs.Storage;
using Outthink.Evaluation.Runs.Tables;

namespace Outthink.Cli.Commands;

/// <summary><c>outthink runs export FILE</c>: a table for other programs, or the canonical JSON lines.</summary>
internal static class RunsExportCommand
{
    enum Format
    {
        Parquet,
        Csv,
        Jsonl,
    }

    enum Table
    {
        Results,
        Candidates,
        Steps,
    }

    public static Command Create(Terminal terminal)
    {
        Argument<FileInfo> file = new("FILE") { Description = "A run that 'outthink eval --run' keeps" };
        Option<Format?> format = ChoiceOption.Of<Format>("--format", "Parquet or comma-separated text of one table; JSON lines of the whole run but for times, energy and machines");
        format.Required = true;
        Option<Table?> table = ChoiceOption.Of<Table>("--table", "Of Parquet and CSV: results a row and problem, candidates, or steps [default: results]");
        Option<FileInfo> output = new("--out") { Description = "Write to FILE", HelpName = "FILE", Required = true };
        CheckedCommand command = new("export", "Writes a run for other programs.");
        command.Add(file);
        foreach (Option option in (Option[])[format, table, output]) command.Add(option);
        command.AddCheck(given => given.GetValue(format) == Format.Jsonl && given.GetValue(table) is not null ? ["--table: JSON lines hold the whole run; leave it away"] : []);
        command.AddCheck(given => SamePath(given.GetValue(file), given.GetValue(output)) ? ["--out: this is the run itself; give another file"] : []);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using RunFile run = RunFile.OpenRead(parsed.GetValue(file)!.FullName);
            FileInfo target = parsed.GetValue(output)!;
            RunTable chosen = RunTable.All[(int)(parsed.GetValue(table) ?? Table.Results)];
            await using (FileStream stream = target.Create())
            {
                switch (parsed.GetValue(format)!.Value)
                {
                    case Format.Parquet:
                        await ParquetExport.WriteAsync(run, chosen, stream, cancellationToken);
                        break;
                    case Format.Csv:
                        CsvExport.Write(run, chosen, stream);
                        break;
                    case Format.Jsonl:
                        CanonicalExport.Write(run, stream);
                        break;
                }
            }
            terminal.Error.WriteLine($"{target.FullName}: {new FileInfo(target.FullName).Length} bytes");
            return ExitCode.Success;
        });
        return command;
    }

    static bool SamePath(FileInfo? a, FileInfo? b) => a is not null && b is not null && a.FullName == b.FullName;
}
