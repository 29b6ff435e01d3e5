using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Outthink.Engine.Tests.Weights.Safetensors;

/// <summary>
/// Damages the JSON header of a safetensors file without making it something else than JSON, so that the checks behind
/// the parser are met: numbers and names are replaced, entries doubled or cut. Deterministic for a seed.
/// </summary>
sealed partial class HeaderMutation(byte[] original, int seed)
{
    static readonly string[] Telling = ["0", "1", "-1", "2", "3", "4", "7", "8", "16", "255", "65536", "2147483647", "2147483648", "4294967296", "9223372036854775807", "9223372036854775808", "1e3", "0.5", "null", "[]", "\"0\""];
    static readonly string[] Words = ["F32", "F16", "BF16", "F64", "I8", "", "dtype", "shape", "data_offsets", "__metadata__", "\\u0000", "\\ud800", "x"];

    readonly Random random = new(seed);
    readonly string header = Encoding.UTF8.GetString(original, 8, (int)BinaryPrimitives.ReadUInt64LittleEndian(original));

    public byte[] Next()
    {
        var text = header;
        for (var n = Math.Max(1, random.Next(-6, 4)); n > 0; n--)
            text = random.Next(4) switch
            {
                0 or 1 => Replace(text, Number(), NumberFor),
                2 => Replace(text, Word(), _ => $"\"{Words[random.Next(Words.Length)]}\""),
                _ => Replace(text, Entry(), entry => random.Next(2) == 0 ? entry + "," + entry : "\"x\":{}"),
            };
        return RawSafetensors.Of(text, original[(8 + Encoding.UTF8.GetByteCount(header))..]);
    }

    string NumberFor(string number) => random.Next(2) == 0 ? Telling[random.Next(Telling.Length)]
        : (long.Parse(number, CultureInfo.InvariantCulture) + random.Next(-4, 5)).ToString(CultureInfo.InvariantCulture);

    string Replace(string text, Regex pattern, Func<string, string> by)
    {
        var matches = pattern.Matches(text);
        if (matches.Count == 0)
            return text;
        var match = matches[random.Next(matches.Count)];
        return text[..match.Index] + by(match.Value) + text[(match.Index + match.Length)..];
    }

    [GeneratedRegex(@"(?<![\w.])\d{1,18}(?![\w.])")]
    private static partial Regex Number();

    [GeneratedRegex("\"[^\"\\\\]*\"")]
    private static partial Regex Word();

    [GeneratedRegex("\"[^\"\\\\]*\":\\{[^{}]*\\}")]
    private static partial Regex Entry();
}
