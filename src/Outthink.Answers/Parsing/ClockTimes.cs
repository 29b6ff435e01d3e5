using System.Globalization;
using Outthink.Answers.Values;

namespace Outthink.Answers.Parsing;

/// <summary>
/// Times of day. "3:05" and "3:00" can only be times (nobody writes a ratio so); "3:15" is one only with a.m. or p.m. after it.
/// </summary>
internal static class ClockTimes
{
    /// <summary>The time that stands here, or null, with the cursor where it was.</summary>
    public static ClockTime? Read(Cursor cursor)
    {
        if (cursor.Current.Kind != TokenKind.Number || !cursor.At(1).IsSign(":") || cursor.At(2).Kind != TokenKind.Number) return null;
        string hours = cursor.Current.Text, minutes = cursor.At(2).Text;
        if (hours.Length > 2 || minutes.Length != 2) return null;
        int start = cursor.Position;
        cursor.Position += 3;
        string half = Half(cursor);
        bool ends = cursor.AtEnd || Lists.AtSeparator(cursor) || cursor.Is("}") || cursor.Is(")");
        if (ends && (minutes[0] == '0' || half.Length > 0)
            && int.TryParse(hours, NumberStyles.None, CultureInfo.InvariantCulture, out int h)
            && int.TryParse(minutes, NumberStyles.None, CultureInfo.InvariantCulture, out int m) && h < 25 && m < 60)
            return new ClockTime((h * 60 + m) * 60, half);
        cursor.Position = start;
        return null;
    }

    static string Half(Cursor cursor)
    {
        Token first = cursor.Current;
        string word = first.Text.ToLowerInvariant();
        if (first.Kind is TokenKind.Word or TokenKind.Text && word is "am" or "pm")
        {
            cursor.Position++;
            return word;
        }
        if (word is not ("a" or "p") || !cursor.At(1).IsSign(".") || !cursor.At(2).Text.Equals("m", StringComparison.OrdinalIgnoreCase)) return "";
        cursor.Position += 3;
        cursor.Take(".");
        return word + "m";
    }
}
