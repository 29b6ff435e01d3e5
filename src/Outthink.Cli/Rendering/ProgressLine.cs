namespace Outthink.Cli.Rendering;

/// <summary>One line that says how far a long command is: rewritten in place on a screen, repeated now and then elsewhere.</summary>
internal sealed class ProgressLine(Terminal terminal, TimeProvider time)
{
    static readonly TimeSpan OnScreen = TimeSpan.FromMilliseconds(100);
    static readonly TimeSpan Elsewhere = TimeSpan.FromSeconds(10);

    long? last;
    int shownWidth;

    /// <summary>Shows the line if the last one has stood long enough; <paramref name="text"/> is made only then.</summary>
    public void Report(Func<string> text)
    {
        if (last is { } shown && time.GetElapsedTime(shown) < (terminal.ProgressScreen is null ? Elsewhere : OnScreen)) return;
        last = time.GetTimestamp();
        Say(text());
    }

    /// <summary>Shows a line that stays.</summary>
    public void Finish(string text)
    {
        Say(text);
        if (shownWidth > 0) terminal.Error.WriteLine();
        shownWidth = 0;
        last = null;
    }

    void Say(string text)
    {
        if (terminal.ProgressScreen is not { } screen)
        {
            terminal.Error.WriteLine(text);
            return;
        }
        int width = Math.Max(20, screen.Profile.Width - 1);
        if (text.Length > width) text = text[..width];
        terminal.Error.Write('\r' + text.PadRight(shownWidth));
        shownWidth = text.Length;
    }
}
