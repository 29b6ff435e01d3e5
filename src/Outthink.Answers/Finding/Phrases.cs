using System.Buffers;

namespace Outthink.Answers.Finding;

/// <summary>Phrases that announce the final answer, and the answer behind the last of them.</summary>
internal static class Phrases
{
    static readonly string[] Final = ["final answer is", "final answer:", "final answer**:", "final answer:**", "final answer**"];

    static readonly string[] Usual =
    [
        "answer is", "answer:", "answer**:", "answer =", "answer $", "answer \\(", "answer \\[", "answers are", "result is", "result:", "solution is", "solutions are",
        "réponse est", "réponse :", "réponse:", "respuesta es", "respuesta:", "antwort ist", "risposta è", "resposta é", "đáp án là", "정답은", "ответ:", "答案是", "答案为", "答案：", "答案:", "답은", "답:", "答えは", "उत्तर है", "الجواب هو", "الإجابة هي",
    ];

    // What every phrase has in it: a text without any of these has no phrase.
    static readonly SearchValues<string> Any = SearchValues.Create(
    [
        "answer", "result", "solution", "réponse", "respuesta", "antwort", "risposta", "resposta", "đáp án", "ответ", "答案", "답", "答え", "उत्तर", "الجواب", "الإجابة",
    ], StringComparison.OrdinalIgnoreCase);

    static readonly string[] Codas = ["I hope it is correct", "I hope it's correct", "I hope this is correct"];

    public static Extraction? OfFinal(string text, Window window) => Last(text, window, Final, ExtractionRule.FinalPhrase);

    public static Extraction? OfUsual(string text, Window window) => Last(text, window, Usual, ExtractionRule.Phrase);

    /// <summary>Where the last of the phrases ends and how long it is; -1 when there is none.</summary>
    public static int EndOfLast(string text, Window window, IEnumerable<string> phrases)
    {
        int best = -1;
        if (!text.AsSpan(window.Start, window.End - window.Start).ContainsAny(Any)) return best;
        foreach (string phrase in phrases)
        {
            int at = text.LastIndexOf(phrase, window.End - 1, window.End - window.Start, StringComparison.OrdinalIgnoreCase);
            if (at < 0) continue;
            // A delimiter in the phrase belongs to the answer.
            best = Math.Max(best, at + phrase.TrimEnd('$', '(', '[', '\\').Length);
        }
        return best;
    }

    public static IEnumerable<string> All => Final.Concat(Usual);

    static Extraction? Last(string text, Window window, string[] phrases, ExtractionRule rule)
    {
        if (window.End <= window.Start) return null;
        int start = EndOfLast(text, window, phrases);
        if (start < 0) return null;
        while (start < window.End && (char.IsWhiteSpace(text[start]) || text[start] is ':' or '*' or '：')) start++;
        int end = EndOfAnswer(text, start, window.End);
        return end <= start ? null : Candidates.Best(text, start, end, rule);
    }

    // To the end of the line, or of the display that starts here, without the usual coda.
    static int EndOfAnswer(string text, int start, int limit)
    {
        if (start >= limit) return start;
        if (MathSpans.At(text, start, limit) is { } span && text[(span.End - 1)..span.End] is "]" or "$" && text[start..].StartsWith("$$", StringComparison.Ordinal) | text[start..].StartsWith("\\[", StringComparison.Ordinal)) return span.End;
        int end = text.IndexOf('\n', start, limit - start);
        if (end < 0) end = limit;
        foreach (string coda in Codas)
            if (text.IndexOf(coda, start, end - start, StringComparison.OrdinalIgnoreCase) is var at and >= 0) end = at;
        return end;
    }
}
