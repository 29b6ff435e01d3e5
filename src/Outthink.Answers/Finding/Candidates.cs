using Outthink.Answers.Reading;
using Outthink.Answers.Values;

namespace Outthink.Answers.Finding;

/// <summary>Chooses, in the text behind a phrase, what of it is the answer: all of it, what follows "is", a formula, a number.</summary>
internal static class Candidates
{
    const int LongestPhrase = 400;

    public static Extraction? Best(string text, int start, int end, ExtractionRule rule)
    {
        if (end - start > 20 * LongestPhrase) end = start + 20 * LongestPhrase;
        int sentence = EndOfSentence(text, start, end);
        foreach ((int from, int to) in (ReadOnlySpan<(int, int)>)[(start, end), (start, sentence), (AfterIs(text, start, sentence), sentence), (start, Comma(text, start, sentence))])
            if (to > from && to - from <= LongestPhrase && IsValue(text[from..to])) return Of(text, from, to, rule);
        for (int i = start; i < sentence; i++)
        {
            if (text[i] is '$' or '\\' && MathSpans.At(text, i, end) is { } span && IsValue(text[span.ContentStart..span.ContentEnd]))
                return new Extraction(text[span.ContentStart..span.ContentEnd].Trim(), span.Start, span.End - span.Start, rule);
            if (text[i] is '$' or '\\' && MathSpans.At(text, i, end) is { } skipped) i = skipped.End - 1;
        }
        if (LostDelimiters(text, start, sentence) is var (open, close)) return Of(text, open, close, rule);
        if (Numbers.First(text, start, sentence) is var (at, length)) return Of(text, at, at + length, rule);
        return sentence - start is > 0 and <= LongestPhrase ? Of(text, start, sentence, rule) : null;
    }

    /// <summary>Whether a text reads as a value other than words.</summary>
    public static bool IsValue(string text) => text.Length <= 2000 && AnswerReader.Read(text).Term is not (null or Words);

    static Extraction? Of(string text, int from, int to, ExtractionRule rule)
    {
        while (from < to && (char.IsWhiteSpace(text[from]) || text[from] is '*' or '"' or '=' or ':')) from++;
        while (to > from && (char.IsWhiteSpace(text[to - 1]) || text[to - 1] is '*' or '"' or '.')) to--;
        return to <= from ? null : new Extraction(text[from..to], from, to - from, rule);
    }

    // "(\frac{2}{5})" and "[ \frac{2}{5} ]" are formulas whose delimiters lost their backslashes.
    static (int Start, int End)? LostDelimiters(string text, int start, int end)
    {
        for (int i = start; i < end; i++)
        {
            if (text[i] is not ('(' or '[')) continue;
            char closing = text[i] == '(' ? ')' : ']';
            int depth = 0, close = i;
            for (; close < end; close++)
            {
                if (text[close] == text[i]) depth++;
                else if (text[close] == closing && --depth == 0) break;
            }
            if (close >= end) return null;
            if (text.IndexOf('\\', i, close - i) >= 0 && IsValue(text[(i + 1)..close])) return (i + 1, close);
            i = close;
        }
        return null;
    }

    // A full stop followed by a blank, outside of formulas.
    static int EndOfSentence(string text, int start, int end)
    {
        for (int i = start; i < end; i++)
        {
            if (text[i] is '$' or '\\' && MathSpans.At(text, i, end) is { } span) i = span.End - 1;
            else if ((text[i] is '.' or '!' or '?' && (i + 1 >= end || char.IsWhiteSpace(text[i + 1]) || text[i + 1] is '"' or '*')) || text[i] is '。') return i;
        }
        return end;
    }

    static int Comma(string text, int start, int end) => text.IndexOf(", ", start, end - start, StringComparison.Ordinal) is var at and >= 0 ? at : end;

    static int AfterIs(string text, int start, int end)
    {
        int best = start;
        foreach (string verb in (string[])[" is ", " are ", " equals ", " be ", ": "])
            if (end > start && text.LastIndexOf(verb, end - 1, end - start, StringComparison.Ordinal) is var at and >= 0) best = Math.Max(best, at + verb.Length);
        return best;
    }
}
