using System.Globalization;
using Outthink.Answers.Values;

namespace Outthink.Answers.Parsing;

/// <summary>
/// Times of day. "3:05" and "3:00" can only be times (nobody writes a ratio so); "3:15" is one only with a.m. or p.m. after it,
/// and "9 am" is one too.
/// </summary>
internal static class ClockTimes
{
    /// <summary>The time that stands here, or null, with the cursor where it was.</summary>
    public static ClockTime? Read(Cursor cursor)
    {
        if (cursor.Current.Kind != TokenKind.Number) return null;
        string hours = cursor.Current.Text, minutes = "";
        int start = cursor.Position;
        if (cursor.At(1).IsSign(":") && cursor.At(2).Kind == TokenKind.Number)
        {
            minutes = cursor.At(2).Text;
            cursor.Position += 3;
        }
        else cursor.Position++;
        string half = hours.Length <= 2 && minutes.Length is 0 or 2 ? Half(cursor) : "";
        bool ends = cursor.AtEnd || Lists.AtSeparator(cursor) || cursor.Is("}") || cursor.Is(")");
        bool isTime = half.Length > 0 || (minutes is ['0', _] && hours.Length <= 2);
        if (ends && isTime && Of(hours, minutes.Length == 0 ? "0" : minutes, half) is { } time) return time;
        cursor.Position = start;
        return null;
    }

    /// <summary>The time that hours and minutes name; null when they name none.</summary>
    public static ClockTime? Of(string hours, string minutes, string half)
    {
        if (!int.TryParse(hours, NumberStyles.None, CultureInfo.InvariantCulture, out int h) || !int.TryParse(minutes, NumberStyles.None, CultureInfo.InvariantCulture, out int m)
            || h > 24 || m > 59 || (half.Length > 0 && h is 0 or > 12)) return null;
        int hour = half switch { "am" => h % 12, "pm" => h % 12 + 12, _ => h };
        return new ClockTime((hour * 60 + m) * 60, half);
    }

    static string Half(Cursor cursor)
    {
        int start = cursor.Position;
        bool braced = cursor.Take("{");
        Token first = cursor.Current;
        string word = first.Text.ToLowerInvariant();
        if (first.Kind is TokenKind.Word or TokenKind.Text && word is "am" or "pm")
        {
            cursor.Position++;
            if (!braced || cursor.Take("}")) return word;
        }
        else if (word is "a" or "p" && cursor.At(1).IsSign(".") && cursor.At(2).Text.Equals("m", StringComparison.OrdinalIgnoreCase))
        {
            cursor.Position += 3;
            cursor.Take(".");
            if (!braced) return word + "m";
        }
        cursor.Position = start;
        return "";
    }
}
