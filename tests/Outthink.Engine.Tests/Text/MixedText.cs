using System.Text;

namespace Outthink.Engine.Tests.Text;

/// <summary>Text of many scripts, numbers, code, signs, emoji and runs of spaces, the same for the same seed; composed, without lone surrogates.</summary>
static class MixedText
{
    static readonly (int First, int Last)[] Scripts =
    [
        ('a', 'z'), ('a', 'z'), ('a', 'z'), ('A', 'Z'), (0xE0, 0xFF), (0x3B1, 0x3C9), (0x430, 0x44F), (0x5D0, 0x5EA), (0x621, 0x64A), (0x905, 0x939), (0xE01, 0xE30),
        (0x10D0, 0x10F0), (0x3041, 0x3096), (0x30A1, 0x30FA), (0x4E00, 0x9FA5), (0xAC00, 0xD7A3), (0x1D4B3, 0x1D4B9), (0x20000, 0x20100), (0x1F300, 0x1F64F), (0x2190, 0x21FF),
    ];

    static readonly string[] Phrases =
    [
        "the ", " and", "I'll", "we've", "DON'T", "it's", "\n\n", "\r\n", "\t", "    ", "return x;\n", "for (int i = 0; i < n; i++)", "{ \"key\": [1, 2, 3] }", "=>", "...", "!!!", "\\frac{1}{2}",
        "3.14159", "2024-11-26", "1234567", "½", "²", "\u00a0", "\u3000", "\u200d", "👩‍👩‍👧‍👦", "🇩🇪", "#include <stdio.h>\n", "</s>", "<|im_end|>", "<|endoftext|>", "\0", "\u007f", "http://a.b/c?d=e&f=%20",
    ];

    public static string Write(int bytes, int seed)
    {
        var random = new Random(seed);
        var text = new StringBuilder();
        for (var size = 0; size < bytes;)
        {
            var before = text.Length;
            switch (random.Next(8))
            {
                case 0: text.Append(Phrases[random.Next(Phrases.Length)]); break;
                case 1: text.Append(random.Next(100_000)); break;
                case 2: text.Append(' ', random.Next(1, 9)); break;
                case 3: text.Append((char)random.Next('!', '@')); break;
                default: AppendWord(text, random); break;
            }
            size += Encoding.UTF8.GetByteCount(text.ToString(before, text.Length - before));
        }
        return text.ToString();
    }

    static void AppendWord(StringBuilder text, Random random)
    {
        var (first, last) = Scripts[random.Next(Scripts.Length)];
        for (var n = random.Next(1, 10); n > 0; n--)
            text.Append(new Rune(random.Next(first, last + 1)));
        text.Append(' ');
    }
}
