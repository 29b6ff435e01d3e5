using System.Text;
using System.Text.Json;

namespace Outthink.Evaluation.Suites;

/// <summary>JSON lines as strangers write them: the lines of a stream, read strictly.</summary>
internal static class JsonLines
{
    static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The lines that are not blank, with their numbers from 1.</summary>
    public static IEnumerable<(int Number, byte[] Line)> Of(Stream stream)
    {
        using MemoryStream all = new();
        stream.CopyTo(all);
        byte[] bytes = all.ToArray();
        int start = bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0;
        for (int number = 1; start < bytes.Length; number++)
        {
            int length = bytes.AsSpan(start).IndexOf((byte)'\n');
            int end = length < 0 ? bytes.Length : start + length;
            byte[] line = bytes[start..end];
            if (!IsBlank(line)) yield return (number, line);
            start = end + 1;
        }
    }

    /// <summary>Decodes first: the parser would take over broken text unseen.</summary>
    /// <exception cref="DecoderFallbackException">The line is not UTF-8.</exception>
    /// <exception cref="JsonException">The line is not JSON.</exception>
    public static JsonDocument Parse(byte[] line) => JsonDocument.Parse(Strict.GetString(line));

    /// <summary>Whether a JSON text holds whole characters: an escaped lone surrogate parses but cannot be read.</summary>
    public static bool IsText(JsonElement value)
    {
        try
        {
            return value.GetString() is not null;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    static bool IsBlank(byte[] line) => line.AsSpan().IndexOfAnyExcept(" \t\r"u8) < 0;
}
