using Outthink.Answers.Finding;
using Outthink.Answers.Reading;
using Outthink.Answers.Values;

namespace Outthink.Answers;

/// <summary>
/// Finds the final answer in a whole model output, in time linear in its length. The reasoning span is cut first; then, strongest
/// first: box, answer tag, "####", final-answer phrase, answer phrase, the text itself when it is an answer and nothing else, the
/// last formula, the last number.
/// </summary>
public static class AnswerExtractor
{
    const int LongestBareAnswer = 600;
    const int MostWordsAlone = 12;

    /// <summary>The final answer of <paramref name="output"/>, or null when it holds none.</summary>
    public static Extraction? Extract(string output, ExtractionOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(output);
        Window window = Window.Of(output);
        if (window.End <= window.Start) return null;
        if (options is { Choices.IsDefaultOrEmpty: false } && Letters.Find(output, window, options) is { } choice) return choice;
        if (Boxes.Last(output, window.Start, window.End) is { } box) return box;
        if (Tags.Last(output, window) is { } tag) return Within(tag);
        if (window.ExplicitOnly) return null;
        return Tags.Hashes(output, window) ?? Phrases.OfFinal(output, window) ?? Whole(output, window, values: true) ?? Phrases.OfUsual(output, window)
            ?? Whole(output, window, values: false) ?? LastValue(output, window);
    }

    /// <summary>True when <paramref name="text"/> contains a complete <c>\boxed{…}</c> outside of its reasoning span.</summary>
    public static bool HasFinalAnswer(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        Window window = Window.Of(text);
        return !window.ExplicitOnly && window.End > window.Start && Boxes.Last(text, window.Start, window.End) is { Rule: ExtractionRule.Box };
    }

    /// <summary>The answer of a reference, which may be a whole solution; the text itself when nothing marks an answer in it.</summary>
    public static string Reference(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        Window window = new(0, text.Length, ExplicitOnly: false);
        if (window.End == 0) return text;
        return (Boxes.Last(text, 0, text.Length) ?? Tags.Hashes(text, window) ?? Phrases.OfFinal(text, window) ?? Whole(text, window, values: true) ?? Phrases.OfUsual(text, window))?.Text ?? text;
    }

    // A box inside the tag, or the tag's text.
    static Extraction Within(Extraction tag)
    {
        if (Phrases.OfUsual(tag.Text, new Window(0, tag.Text.Length, ExplicitOnly: false)) is { } phrase && !Candidates.IsValue(tag.Text))
            return tag with { Text = phrase.Text };
        return tag;
    }

    // The output is an answer and nothing else: a value, or a few words without a number.
    static Extraction? Whole(string text, Window window, bool values)
    {
        if (window.End - window.Start > LongestBareAnswer) return LongNumber(text, window);
        string whole = text[window.Start..window.End];
        if (string.IsNullOrWhiteSpace(whole)) return null;
        Term? term = AnswerReader.Read(whole).Term;
        bool answer = values ? term is not (null or Words) : term is Words words && words.Content.Split(' ').Length <= MostWordsAlone && !whole.Any(char.IsDigit);
        return answer ? new Extraction(whole.Trim(), window.Start, whole.Length, ExtractionRule.Whole) : null;
    }

    static Extraction? LongNumber(string text, Window window)
    {
        foreach (char c in text.AsSpan(window.Start, window.End - window.Start))
            if (!char.IsAsciiDigit(c) && c is not ('-' or '.' or ',' or ' ' or '(' or ')' or '\n')) return null;
        return new Extraction(text[window.Start..window.End].Trim(), window.Start, window.End - window.Start, ExtractionRule.Whole);
    }

    // The last formula, unless a number follows it in a later sentence.
    static Extraction? LastValue(string text, Window window)
    {
        (MathSpans.Span? display, MathSpans.Span? inline) = MathSpans.Last(text, window.Start, window.End);
        (int Start, int Length)? number = Numbers.Last(text, window.Start, window.End);
        MathSpans.Span? span = display is { } d && (inline is not { } i || d.End > i.End) ? display : inline;
        if (span is { } formula)
        {
            bool later = number is { } n && n.Start > formula.End
                && (text.AsSpan(formula.End, n.Start - formula.End).IndexOfAny('.', '\n') >= 0 || text.AsSpan(0, formula.ContentEnd).TrimEnd().EndsWith('.'));
            if (!later)
            {
                string content = text[formula.ContentStart..formula.ContentEnd].Trim();
                if (!formula.Display && Before(text, window, formula) is { } other) return new Extraction($"{other}, {content}", formula.Start, formula.End - formula.Start, ExtractionRule.InlineMath);
                return new Extraction(content, formula.Start, formula.End - formula.Start, formula.Display ? ExtractionRule.DisplayMath : ExtractionRule.InlineMath);
            }
        }
        if (number is not { } last) return null;
        (int start, int length) = Bracketed(text, window, last.Start, last.Length) ?? last;
        return new Extraction(text.Substring(start, length), start, length, ExtractionRule.LastNumber);
    }

    // "$x = 2$ and $x = 3$": the other value of the same name.
    static string? Before(string text, Window window, MathSpans.Span formula)
    {
        const int longestGap = 8;
        int name = text.IndexOf('=', formula.ContentStart, formula.ContentEnd - formula.ContentStart);
        if (name < 0) return null;
        int end = text.LastIndexOf('$', formula.Start - 1 < window.Start ? window.Start : formula.Start - 1, Math.Min(longestGap, Math.Max(0, formula.Start - window.Start)));
        if (end <= window.Start || text[(end + 1)..formula.Start].Trim(' ', ',') is not ("and" or "or" or "")) return null;
        int start = text.LastIndexOf('$', end - 1, end - window.Start);
        if (start < 0) return null;
        string content = text[(start + 1)..end].Trim();
        return content.StartsWith(text[formula.ContentStart..(name + 1)].Trim(), StringComparison.Ordinal) && Candidates.IsValue(content) ? content : null;
    }

    // "the point (3, 4)": the number's brackets and what is in them, when that is a value.
    static (int Start, int Length)? Bracketed(string text, Window window, int start, int length)
    {
        const int longest = 80;
        int close = start + length;
        if (close >= window.End || text[close] is not (')' or ']')) return null;
        int depth = 0;
        for (int i = close; i >= Math.Max(window.Start, close - longest) && text[i] != '\n'; i--)
        {
            if (text[i] is ')' or ']') depth++;
            else if (text[i] is '(' or '[' && --depth == 0)
                return text.IndexOf(',', i, close - i) > 0 && Candidates.IsValue(text[i..(close + 1)]) ? (i, close + 1 - i) : null;
        }
        return null;
    }
}
