using Outthink.Backends.ModelCards;

namespace Outthink.Backends.Local;

/// <summary>Writes a step the way a reward model's card asks for it. Text in, text out: nothing here reads a number's value.</summary>
internal static class StepText
{
    public static string LayOut(string text, StepLayout layout) => layout switch
    {
        StepLayout.Verbatim => text,
        StepLayout.DigitsReversed => ReverseDigitRuns(text),
        _ => throw new InvalidOperationException($"Unknown step layout {layout}."),
    };

    /// <summary>The text as its place in the input asks for it.</summary>
    public static string Trim(string text, StepTrim trim) => trim switch
    {
        StepTrim.Trimmed => text.Trim(),
        StepTrim.OneLine => text.Trim().ReplaceLineEndings(" "),
        StepTrim.Verbatim => text,
        _ => throw new InvalidOperationException($"Unknown trim {trim}."),
    };

    private static string ReverseDigitRuns(string text) => string.Create(text.Length, text, static (span, source) =>
    {
        source.CopyTo(span);
        for (int start = 0; start < span.Length; start++)
        {
            int end = start;
            while (end < span.Length && char.IsAsciiDigit(span[end])) end++;
            if (end == start) continue;
            span[start..end].Reverse();
            start = end - 1;
        }
    });
}
