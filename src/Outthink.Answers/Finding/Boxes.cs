using System.Text;

namespace Outthink.Answers.Finding;

/// <summary>Boxed answers. One forward pass pairs the braces, so thousands of unclosed boxes cost no more than their length.</summary>
internal static class Boxes
{
    static readonly string[] Commands = ["\\boxed", "\\fbox", "\\framebox"];

    const int LongestGap = 70, LongestWordlessGap = 12, MostWordsBetween = 6;

    readonly record struct Box(int Start, int ContentStart, int ContentEnd, int End);

    /// <summary>The last box, with the boxes just before it when they form one list; else an unclosed last box.</summary>
    public static Extraction? Last(string text, int from, int to)
    {
        List<Box> boxes = [];
        int unclosed = -1;
        int[]? closing = null;
        for (int at = from; (at = text.IndexOf('\\', at, to - at)) >= 0 && at < to; at++)
        {
            if (Command(text, at, to) is not { } length) continue;
            closing ??= ClosingBraces(text, from, to);
            int open = at + length;
            while (open < to && text[open] is ' ' or '\n') open++;
            if (open >= to) break;
            if (text[open] != '{')
            {
                int end = open;
                while (end < to && (char.IsLetterOrDigit(text[end]) || text[end] is '.' or '-' && end == open)) end++;
                if (end > open) boxes.Add(new Box(at, open, end, end));
                continue;
            }
            int close = closing[open - from];
            if (close < 0) unclosed = open + 1;
            else if (!string.IsNullOrWhiteSpace(text[(open + 1)..close])) boxes.Add(new Box(at, open + 1, close, close + 1));
        }
        if (boxes.Count > 0) return Joined(text, boxes);
        return unclosed < 0 ? null : Unclosed(text, unclosed, to);
    }

    static int? Command(string text, int at, int to)
    {
        if (at + 1 >= to || text[at + 1] is not ('b' or 'f')) return null;
        foreach (string command in Commands)
            if (at + command.Length <= to && string.CompareOrdinal(text, at, command, 0, command.Length) == 0
                && (at + command.Length == to || !char.IsAsciiLetter(text[at + command.Length]))) return command.Length;
        return null;
    }

    static int[] ClosingBraces(string text, int from, int to)
    {
        int[] closing = new int[to - from];
        Array.Fill(closing, -1);
        Stack<int> open = new();
        for (int i = from; i < to; i++)
        {
            if (text[i] == '\\')
            {
                // "\{" does not open; "\\{" after a row break does.
                i++;
                continue;
            }
            if (text[i] == '{') open.Push(i);
            else if (text[i] == '}' && open.TryPop(out int start)) closing[start - from] = i;
        }
        return closing;
    }

    static Extraction? Unclosed(string text, int start, int to)
    {
        int end = text.IndexOf('\n', start, to - start);
        if (end < 0) end = to;
        string content = text[start..end].Trim().TrimEnd('$', ' ');
        return content.Length == 0 ? null : new Extraction(content, start, end - start, ExtractionRule.UnclosedBox);
    }

    static Extraction Joined(string text, List<Box> boxes)
    {
        int first = boxes.Count - 1;
        while (first > 0 && Joins(text.AsSpan(boxes[first - 1].End, Math.Max(0, boxes[first].Start - boxes[first - 1].End)))) first--;
        Box last = boxes[^1];
        string content = (IsNegated(text, last.Start) ? "-" : "") + text[last.ContentStart..last.ContentEnd].Trim();
        if (first == boxes.Count - 1) return new Extraction(content, last.Start, last.End - last.Start, ExtractionRule.Box);
        List<string> parts = [.. boxes.Skip(first).Select(b => text[b.ContentStart..b.ContentEnd].Trim())];
        // The same value twice ("1/2, that is 0.5") is one answer.
        if (parts.Count > 64 || parts.TrueForAll(p => AnswerEquality.Grade(parts[0], p).IsEqual)) return new Extraction(content, last.Start, last.End - last.Start, ExtractionRule.Box);
        StringBuilder list = new(parts[0]);
        for (int i = 1; i < parts.Count; i++)
        {
            ReadOnlySpan<char> gap = text.AsSpan(boxes[first + i - 1].End, boxes[first + i].Start - boxes[first + i - 1].End);
            list.Append(HasWord(gap, "or") ? " or " : ", ").Append(parts[i]);
        }
        return new Extraction(list.ToString(), boxes[first].Start, last.End - boxes[first].Start, ExtractionRule.Box);
    }

    // Boxes of one list have a comma, "and" or "or" and few words between them, or no words at all, and no end of a sentence.
    static bool Joins(ReadOnlySpan<char> gap)
    {
        if (gap.Length > LongestGap) return false;
        int stop = gap.IndexOf('.');
        if (stop >= 0 && (stop + 1 == gap.Length || char.IsWhiteSpace(gap[stop + 1]) || gap[stop + 1] is '$' or '\\')) return false;
        if (gap.Contains("\n\n", StringComparison.Ordinal)) return false;
        if (gap.IndexOfAny(',', ';') >= 0 || HasWord(gap, "and") || HasWord(gap, "or")) return Words(gap) <= MostWordsBetween;
        if (gap.Length > LongestWordlessGap || gap.IndexOfAny('=', '<', '>') >= 0) return false;
        foreach (char c in gap) if (char.IsLetter(c)) return false;
        return gap.Length > 0;
    }

    // "x = -\boxed{3}": the sign that was left outside.
    static bool IsNegated(string text, int box)
    {
        int sign = Before(text, box);
        if (sign < 0 || text[sign] is not ('-' or '−')) return false;
        int before = Before(text, sign);
        return before < 0 || text[before] is '=' or '$' or '(' or '[';
    }

    static int Before(string text, int at)
    {
        do at--;
        while (at >= 0 && text[at] == ' ');
        return at;
    }

    static int Words(ReadOnlySpan<char> text)
    {
        int words = 0;
        for (int i = 0; i < text.Length; i++)
            if (char.IsLetter(text[i]) && (i == 0 || (!char.IsLetter(text[i - 1]) && text[i - 1] != '\\'))) words++;
        return words;
    }

    static bool HasWord(ReadOnlySpan<char> text, string word)
    {
        for (int at = 0; text[at..].IndexOf(word, StringComparison.OrdinalIgnoreCase) is var offset and >= 0; at += offset + word.Length)
        {
            int start = at + offset, end = start + word.Length;
            if ((start == 0 || !char.IsLetter(text[start - 1])) && (end == text.Length || !char.IsLetter(text[end]))) return true;
        }
        return false;
    }
}
