using System.Globalization;

namespace Outthink.Engine.Text.Unicode;

/// <summary>Reads the tables embedded beside this file; their lines begin with a code point in hexadecimal.</summary>
static class UnicodeTable
{
    /// <summary>The first code point beyond Unicode.</summary>
    public const int End = 0x110000;

    /// <summary>The lines of a table, in order.</summary>
    public static IEnumerable<string> Lines(string name)
    {
        using var reader = new StreamReader(typeof(UnicodeTable).Assembly.GetManifestResourceStream(name)!);
        while (reader.ReadLine() is { } line)
            yield return line;
    }

    public static int CodePoint(ReadOnlySpan<char> hex) => int.Parse(hex, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
