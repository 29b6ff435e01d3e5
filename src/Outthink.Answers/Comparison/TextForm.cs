using System.Text;

namespace Outthink.Answers.Comparison;

/// <summary>Words compared without case, articles and punctuation; nothing else is forgiven.</summary>
internal static class TextForm
{
    static readonly string[] Articles = ["a", "an", "the"];

    public static string Words(string text)
    {
        StringBuilder result = new(text.Length);
        foreach (char c in text)
        {
            if (char.IsLetterOrDigit(c) || char.IsSurrogate(c)) result.Append(char.ToLowerInvariant(c));
            else if (c == '\'') continue;
            else if (result.Length > 0 && result[^1] != ' ') result.Append(' ');
        }
        string[] words = result.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        string[] kept = [.. words.Where(w => !Articles.Contains(w))];
        string form = string.Join(' ', kept.Length == 0 ? words : kept);
        return form switch
        {
            "true" => "yes",
            "false" => "no",
            "dne" => "does not exist",
            _ => form,
        };
    }
}
