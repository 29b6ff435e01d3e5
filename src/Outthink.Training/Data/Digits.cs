using System.Globalization;

namespace Outthink.Training.Data;

/// <summary>The layout "digits-reversed": every run of digits is written backwards, all else stays.</summary>
internal static class Digits
{
    internal static string Reverse(string text)
    {
        var characters = text.ToCharArray();
        for (var start = 0; start < characters.Length; start++)
        {
            var end = start;
            while (end < characters.Length && char.IsAsciiDigit(characters[end])) end++;
            Array.Reverse(characters, start, end - start);
            start = Math.Max(start, end);
        }
        return new string(characters);
    }

    internal static string Of(int value) => value.ToString(CultureInfo.InvariantCulture);
}
