using System.Globalization;
using System.Text;

namespace Outthink.Evaluation.Reports.Plots;

/// <summary>Names from models and files as labels of a figure.</summary>
internal static class LabelText
{
    /// <summary>Longer ones are cut, with an ellipsis.</summary>
    const int Longest = 48, LongestTitle = 160;

    /// <summary>One line without control characters and broken ones, which SVG cannot hold; an empty name is a dash.</summary>
    public static string Of(string name) => Clean(name, Longest);

    /// <summary>A title in as many lines as it needs in a drawing.</summary>
    public static string TitleOf(string title)
    {
        StringBuilder lines = new();
        int length = 0;
        foreach (string word in Clean(title, LongestTitle).Split(' '))
        {
            bool isNew = length > 0 && length + word.Length >= Longest;
            if (length > 0) lines.Append(isNew ? '\n' : ' ');
            lines.Append(word);
            length = (isNew ? 0 : length + 1) + word.Length;
        }
        return lines.ToString();
    }

    static string Clean(string name, int longest)
    {
        StringBuilder text = new();
        foreach (Rune rune in name.EnumerateRunes())
        {
            if (text.Length >= longest) return text.Append('…').ToString();
            UnicodeCategory category = Rune.GetUnicodeCategory(rune);
            if (rune == Rune.ReplacementChar || category is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned)
                text.Append(' ');
            else text.Append(rune);
        }
        return string.IsNullOrWhiteSpace(text.ToString()) ? "–" : text.ToString().Trim();
    }
}
