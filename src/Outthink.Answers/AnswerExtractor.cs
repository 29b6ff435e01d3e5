namespace Outthink.Answers;

/// <summary>Finds the final answer in a whole model output, in time linear in its length.</summary>
public static class AnswerExtractor
{
    /// <summary>The final answer of <paramref name="output"/>, or null when it holds none.</summary>
    public static Extraction? Extract(string output, ExtractionOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(output);
        return LastBox(output) ?? AfterPhrase(output) ?? LastNumber(output);
    }

    /// <summary>True when <paramref name="text"/> contains a complete <c>\boxed{…}</c>.</summary>
    public static bool HasFinalAnswer(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return LastBox(text) is not null;
    }

    static Extraction? LastBox(string text)
    {
        for (int at = text.LastIndexOf("\\boxed", StringComparison.Ordinal); at >= 0;
             at = at == 0 ? -1 : text.LastIndexOf("\\boxed", at - 1, StringComparison.Ordinal))
        {
            int open = at + "\\boxed".Length;
            while (open < text.Length && text[open] == ' ') open++;
            if (open >= text.Length || text[open] != '{') continue;
            int depth = 0;
            for (int i = open; i < text.Length; i++)
            {
                if (text[i] == '{') depth++;
                else if (text[i] == '}' && --depth == 0)
                    return new Extraction(text[(open + 1)..i].Trim(), at, i + 1 - at, ExtractionRule.Box);
            }
        }
        return null;
    }

    static Extraction? AfterPhrase(string text)
    {
        const string phrase = "answer is";
        int at = text.LastIndexOf(phrase, StringComparison.OrdinalIgnoreCase);
        if (at < 0) return null;
        int start = at + phrase.Length;
        int end = text.IndexOf('\n', start);
        if (end < 0) end = text.Length;
        string answer = text[start..end].Trim().TrimStart(':').TrimEnd('.').Trim().Trim('$').Trim();
        return answer.Length == 0 ? null : new Extraction(answer, start, end - start, ExtractionRule.Phrase);
    }

    static Extraction? LastNumber(string text)
    {
        int end = text.Length;
        while (end > 0 && !char.IsAsciiDigit(text[end - 1])) end--;
        if (end == 0) return null;
        int start = end;
        while (start > 0 && (char.IsAsciiDigit(text[start - 1]) || text[start - 1] is '.' or ',' or '/')) start--;
        while (start < end && !char.IsAsciiDigit(text[start])) start++;
        if (start > 0 && text[start - 1] == '-') start--;
        return new Extraction(text[start..end], start, end - start, ExtractionRule.LastNumber);
    }
}
