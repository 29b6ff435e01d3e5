using System.Buffers;

namespace Outthink.Answers.Finding;

/// <summary>Answers in tags or behind hashes.</summary>
internal static class Tags
{
    static readonly (string Open, string Close)[] Pairs = [("<answer>", "</answer>"), ("<final_answer>", "</final_answer>"), ("<|begin_of_solution|>", "<|end_of_solution|>")];

    static readonly SearchValues<string> Opening = SearchValues.Create([.. Pairs.Select(static p => p.Open)], StringComparison.OrdinalIgnoreCase);

    /// <summary>The content of the last answer tag.</summary>
    public static Extraction? Last(string text, Window window)
    {
        if (window.End <= window.Start || !text.AsSpan(window.Start, window.End - window.Start).ContainsAny(Opening)) return null;
        foreach ((string open, string close) in Pairs)
        {
            int at = text.LastIndexOf(open, window.End - 1, window.End - window.Start, StringComparison.OrdinalIgnoreCase);
            if (at < 0) continue;
            int start = at + open.Length;
            int end = text.IndexOf(close, start, window.End - start, StringComparison.OrdinalIgnoreCase);
            if (end < 0) end = window.End;
            string content = text[start..end].Trim();
            if (content.Length > 0) return new Extraction(content, start, end - start, ExtractionRule.Tag);
        }
        return null;
    }

    /// <summary>What follows the last "####".</summary>
    public static Extraction? Hashes(string text, Window window)
    {
        if (window.End <= window.Start) return null;
        int at = text.LastIndexOf("####", window.End - 1, window.End - window.Start, StringComparison.Ordinal);
        if (at < 0) return null;
        int start = at + 4;
        while (start < window.End && (text[start] is ' ' or ':' or '#' or '*')) start++;
        int end = text.IndexOf('\n', start, window.End - start);
        if (end < 0) end = window.End;
        string content = text[start..end].Trim();
        return content.Length == 0 ? null : new Extraction(content, start, end - start, ExtractionRule.Hashes);
    }
}
