using Spectre.Console;

namespace Outthink.Cli;

/// <summary>Where a command reads and writes: results to <see cref="Out"/>, everything said meanwhile to <see cref="Error"/>.</summary>
internal sealed class Terminal(TextWriter output, TextWriter error, TextReader input)
{
    public TextWriter Out { get; } = output;

    public TextWriter Error { get; } = error;

    public TextReader In { get; } = input;

    /// <summary>The screen, when results go to one; null when they go to a file or a pipe.</summary>
    public IAnsiConsole? Screen { get; init; }

    /// <summary>The screen for progress, when errors go to one.</summary>
    public IAnsiConsole? ProgressScreen { get; init; }

    public static Terminal OfProcess() => new(Console.Out, Console.Error, Console.In)
    {
        Screen = Console.IsOutputRedirected ? null : AnsiConsole.Console,
        ProgressScreen = Console.IsErrorRedirected ? null : AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(Console.Error) }),
    };
}
