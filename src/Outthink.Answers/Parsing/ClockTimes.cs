using System.Globalization;
using Outthink.Answers.Values;

namespace Outthink.Answers.Parsing;

/// <summary>
/// Times of day. "3:05" and "3:00" can only be times (nobody writes a ratio so); "3:15" is one only with a.m. or p.m. after it.
/// </summary>
internal static class ClockTimes
{
    /// <summary>The time that starts at token <paramref name="start"/>, or null; the cursor stands behind the last number.</summary>
    public static ClockTime? Read(Cursor cursor, int start)
    {
        int back = start - cursor.Position;
        if (cursor.At(back).Kind != TokenKind.Number || !cursor.At(back + 1).IsSign(":") || cursor.At(back + 2).Kind != TokenKind.Number) return null;
        string hours = cursor.At(back).Text, minutes = cursor.At(back + 2).Text;
        string half = Half(cursor);
        if (hours.Length > 2 || minutes.Length != 2 || (minutes[0] != '0' && half.Length == 0)) return null;
        if (!int.TryParse(hours, NumberStyles.None, CultureInfo.InvariantCulture, out int h)
            || !int.TryParse(minutes, NumberStyles.None, CultureInfo.InvariantCulture, out int m) || m > 59) return null;
        return new ClockTime((h * 60 + m) * 60, half);
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
