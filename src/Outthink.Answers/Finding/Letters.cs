using System.Collections.Immutable;

namespace Outthink.Answers.Finding;

/// <summary>
/// The letter of a choice in an output: the last one that something anchors (a box, a phrase, brackets, bold type, the start of
/// the text), never a lone article.
/// </summary>
internal static class Letters
{
    static readonly string[] Anchors = ["option", "choice", "choose", "select", "pick", "it's", "it is", "its", "correct is", "answer", "is", "be", "选", "選"];

    public static Extraction? Find(string text, Window window, ExtractionOptions options)
    {
        if (Boxes.Last(text, window.Start, window.End) is { } box)
            return Letter(box.Text, options.Choices) is { } letter ? box with { Text = letter } : OfText(box, options);
        if (window.ExplicitOnly) return Tagged(text, window, options);
        return Tagged(text, window, options) ?? Anchored(text, window, options.Choices, Phrases.All) ?? AtStart(text, window, options.Choices)
            ?? Anchored(text, window, options.Choices, Anchors) ?? Marked(text, window, options.Choices) ?? Lone(text, window, options.Choices);
    }

    static Extraction? Tagged(string text, Window window, ExtractionOptions options) =>
        Tags.Last(text, window) is not { } tag ? null : Letter(tag.Text, options.Choices) is { } letter ? tag with { Text = letter } : tag;

    // The text of a choice instead of its letter.
    static Extraction OfText(Extraction found, ExtractionOptions options)
    {
        if (options.ChoiceTexts.IsDefaultOrEmpty) return found;
        for (int i = 0; i < Math.Min(options.ChoiceTexts.Length, options.Choices.Length); i++)
            if (AnswerEquality.Grade(options.ChoiceTexts[i], found.Text).IsEqual) return found with { Text = options.Choices[i] };
        return found;
    }

    /// <summary>The letter that a short text is, perhaps in brackets, with its full stop or its choice's text behind it.</summary>
    static string? Letter(string text, ImmutableArray<string> choices) => LetterAt(text, 0, text.Length, choices) is var (letter, _, _) ? letter : null;

    // The choice whose letter stands at the place, behind brackets, dollars and emphasis.
    static (string Letter, int Start, int End)? LetterAt(string text, int at, int limit, ImmutableArray<string> choices)
    {
        int start = at;
        while (start < limit && (char.IsWhiteSpace(text[start]) || text[start] is '(' or '[' or '{' or '*' or '$' or '"' or '\'' or ':' or '：' or '`')) start++;
        foreach (string wrapper in (string[])["\\text{", "\\textbf{", "\\mathrm{", "\\mathbf{", "\\(", "\\boxed{"])
        {
            if (start + wrapper.Length >= limit || string.CompareOrdinal(text, start, wrapper, 0, wrapper.Length) != 0) continue;
            start += wrapper.Length;
            while (start < limit && text[start] is '(' or ' ') start++;
        }
        foreach (string choice in choices)
        {
            if (start + choice.Length > limit || string.CompareOrdinal(text, start, choice, 0, choice.Length) != 0) continue;
            int end = start + choice.Length;
            if (end < limit && (char.IsAsciiLetterOrDigit(text[end]) || text[end] is '\'' or '_' or '^')) continue;
            return (choice, start, end);
        }
        return null;
    }

    static Extraction? Anchored(string text, Window window, ImmutableArray<string> choices, IEnumerable<string> anchors)
    {
        Extraction? best = null;
        foreach (string anchor in anchors)
        {
            string word = anchor.TrimEnd('$', '(', '[', '\\', ' ');
            int limit = window.End;
            // Backwards to the last place where a letter follows; each place is looked at once.
            while (limit > window.Start && text.LastIndexOf(word, limit - 1, limit - window.Start, StringComparison.OrdinalIgnoreCase) is var at and >= 0)
            {
                int end = at + word.Length;
                bool whole = at == window.Start || !char.IsLetter(text[at - 1]) || text[at - 1] > 'ɐ';
                if (whole && LetterAt(text, end, window.End, choices) is var (letter, start, stop) && !IsArticle(text, letter, start, stop, window.End) && start > end - 1)
                {
                    if (best is null || start > best.Start) best = new Extraction(letter, start, stop - start, ExtractionRule.Choice);
                    break;
                }
                limit = at;
            }
        }
        return best;
    }

    // "A car" and "I think": a letter that is a word, with a lower-case word behind it.
    static bool IsArticle(string text, string letter, int start, int end, int limit)
    {
        if (letter is not ("A" or "I") || (start > 0 && text[start - 1] is '(' or '*' or '{')) return false;
        int next = end;
        while (next < limit && text[next] == ' ') next++;
        return next > end && next < limit && char.IsLetter(text[next]);
    }

    static Extraction? AtStart(string text, Window window, ImmutableArray<string> choices)
    {
        if (LetterAt(text, window.Start, window.End, choices) is not var (letter, start, end)) return null;
        string rest = text[end..window.End];
        bool alone = string.IsNullOrWhiteSpace(rest.Trim(' ', '.', ')', ']', '*', '}', '$', '"'));
        bool marked = rest.Length > 0 && rest[0] is '.' or ')' or ':' or ',' or '。' or '，' or '）' or '、' or '\n' or ']';
        return alone || marked ? new Extraction(letter, start, end - start, ExtractionRule.Choice) : null;
    }

    // The last (B) or **B**.
    static Extraction? Marked(string text, Window window, ImmutableArray<string> choices)
    {
        for (int i = window.End - 1; i > window.Start; i--)
        {
            if (text[i] is not (')' or '*' or ']')) continue;
            char open = text[i] switch { ')' => '(', ']' => '[', _ => '*' };
            foreach (string choice in choices)
            {
                int start = i - choice.Length;
                if (start > window.Start && text[start - 1] == open && string.CompareOrdinal(text, start, choice, 0, choice.Length) == 0)
                    return new Extraction(choice, start, choice.Length, ExtractionRule.Choice);
            }
        }
        return null;
    }

    static Extraction? Lone(string text, Window window, ImmutableArray<string> choices)
    {
        for (int i = window.End - 1; i >= window.Start; i--)
        {
            if (!char.IsAsciiLetterUpper(text[i]) || (i > window.Start && (char.IsLetterOrDigit(text[i - 1]) || text[i - 1] is '\'' or '_' or '\\'))) continue;
            if (LetterAt(text, i, window.End, choices) is var (letter, start, end) && start == i && !IsArticle(text, letter, start, end, window.End))
                return new Extraction(letter, start, end - start, ExtractionRule.Choice);
        }
        return null;
    }
}
