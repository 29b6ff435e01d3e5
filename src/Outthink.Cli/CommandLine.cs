using System.CommandLine;
using Outthink.Backends.Hub;
using Outthink.Backends.ModelCards;
using Outthink.Cli.Commands;
using Outthink.Cli.Options;
using Outthink.Engine;
using Outthink.Engine.Text.Templates;
using Outthink.Engine.Weights;
using Outthink.Evaluation.Runs.Storage;
using Outthink.Evaluation.Suites;
using Outthink.Evaluation.Tuning;

namespace Outthink.Cli;

/// <summary>The composition root: the commands, and how every failure becomes one message and an exit code.</summary>
internal static class CommandLine
{
    public static async Task<int> RunAsync(string[] args, Terminal terminal, CancellationToken cancellationToken = default)
    {
        ParseResult parsed = Create(terminal).Parse(args);
        if (Problems(parsed) is { Length: > 0 } problems) return RefuseUsage(parsed, problems, terminal);
        InvocationConfiguration invocation = new()
        {
            Output = terminal.Out,
            Error = terminal.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        };
        try
        {
            return await parsed.InvokeAsync(invocation, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            terminal.Error.WriteLine("cancelled");
            return ExitCode.Cancelled;
        }
        catch (RunMismatchException e)
        {
            terminal.Error.WriteLine($"error: --run: {e.Message}");
            return ExitCode.Usage;
        }
        catch (UsageException e)
        {
            terminal.Error.WriteLine($"error: {e.Message}");
            return ExitCode.Usage;
        }
        catch (Exception e) when (IsExpected(e))
        {
            terminal.Error.WriteLine($"error: {e.Message}");
            return ExitCode.Failure;
        }
        catch (Exception e) when (Environment.GetEnvironmentVariable("OUTTHINK_DEBUG") is not { Length: > 0 })
        {
            terminal.Error.WriteLine($"error: {e.GetType().Name}: {e.Message}");
            terminal.Error.WriteLine("This is a fault of the program. Set OUTTHINK_DEBUG=1 to see where it happened, and report it.");
            return ExitCode.Failure;
        }
    }

    internal static RootCommand Create(Terminal terminal)
    {
        ModelFolder models = new();
        return new("Test-time scaling for small language models: search, reward models, selection.")
        {
            models.Option,
            DemoCommand.Create(terminal, models),
            SolveCommand.Create(terminal, models),
            EvalCommand.Create(terminal, models),
            RunsCommand.Create(terminal),
            ReportCommand.Create(terminal),
            StudyCommand.Create(terminal, models),
            ModelsCommand.Create(terminal, models),
            PrmCommand.Create(terminal, models),
            GradeCommand.Create(terminal),
            TuneCommand.Create(terminal, models),
            TrainCommand.Create(terminal),
            BenchCommand.Create(terminal, models),
        };
    }

    /// <summary>The parser's errors and the command's own checks; none when only help or the version is asked for.</summary>
    static string[] Problems(ParseResult parsed)
    {
        Command command = parsed.CommandResult.Command;
        bool isOnlyAsking = parsed.Errors.Count == 0 && parsed.Action != command.Action;
        IEnumerable<string> own = command is CheckedCommand { } checking && !isOnlyAsking ? checking.Problems(parsed.CommandResult) : [];
        return [.. parsed.Errors.Select(e => e.Message).Concat(own).Distinct()];
    }

    static int RefuseUsage(ParseResult parsed, string[] problems, Terminal terminal)
    {
        foreach (string problem in problems) terminal.Error.WriteLine($"error: {problem}");
        string command = parsed.CommandResult.Path();
        terminal.Error.WriteLine($"See 'outthink {command}--help'.");
        return ExitCode.Usage;
    }

    static string Path(this System.CommandLine.Parsing.CommandResult result) =>
        result.Parent is System.CommandLine.Parsing.CommandResult parent ? $"{parent.Path()}{result.Command.Name} " : "";

    /// <summary>Faults whose message says what to do; the others are ours.</summary>
    static bool IsExpected(Exception e) =>
        e is HubException or TuningException or ProfileFormatException or ModelFileException or ModelCardException or ChatTemplateException or SuiteFormatException or RunFileException or ProblemRejectedException or PolicyException or RewardModelException or KvCacheFullException or ModelOutputException or InvalidDataException or IOException or UnauthorizedAccessException;
}
