using System.Text;

namespace Outthink.Engine.Text;

/// <summary>
/// Cuts a text into the pieces within which byte pairs may merge. Written out rather than as a regular expression
/// because .NET's see UTF-16 units, so that letters beyond U+FFFF would not be letters. Linear in the text; stateless.
/// </summary>
abstract class PreTokenizer
{
    /// <summary>The cutter that a file's tokenizer.ggml.pre names, or null when there is none here.</summary>
    public static PreTokenizer? Named(string name) => name switch
    {
        "gpt-2" => new Gpt2(),
        "default" => new Default(),
        _ => null,
    };

    /// <summary>Appends the lengths in chars, each at least 1, of the text's pieces.</summary>
    public abstract void Cut(ReadOnlySpan<char> text, List<int> lengths);

    /// <summary>GPT-2: 's|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+</summary>
    sealed class Gpt2 : PreTokenizer
    {
        public override void Cut(ReadOnlySpan<char> text, List<int> lengths)
        {
            for (int length; !text.IsEmpty; text = text[length..])
                lengths.Add(length = FirstPiece(text));
        }

        static int FirstPiece(ReadOnlySpan<char> text)
        {
            if (Contraction(text) is > 0 and var contraction)
                return contraction;
            var lead = text[0] == ' ' && text.Length > 1 ? 1 : 0;
            var kind = KindAt(text[lead..], out _);
            if (kind != Kind.Space)
                return lead + Run(text[lead..], kind);
            var spaces = Run(text, Kind.Space);
            return spaces < text.Length && spaces > 1 ? spaces - 1 : spaces; // the last space goes with what follows
        }

        static int Contraction(ReadOnlySpan<char> text) => text switch
        {
            ['\'', 's' or 't' or 'm' or 'd', ..] => 2,
            ['\'', 'r' or 'v', 'e', ..] or ['\'', 'l', 'l', ..] => 3,
            _ => 0,
        };
    }

    /// <summary>
    /// What llama.cpp does for files that name no cutter: runs of punctuation stand alone, GPT-2's rules cut the rest,
    /// numbers lose their space, and ASCII digits go in threes.
    /// </summary>
    sealed class Default : PreTokenizer
    {
        readonly Gpt2 gpt2 = new();

        public override void Cut(ReadOnlySpan<char> text, List<int> lengths)
        {
            while (!text.IsEmpty)
            {
                if (Punctuation(text, wanted: true) is > 0 and var run)
                {
                    lengths.Add(run);
                    text = text[run..];
                    continue;
                }
                var stretch = text[..Punctuation(text, wanted: false)];
                text = text[stretch.Length..];
                List<int> pieces = [];
                gpt2.Cut(stretch, pieces);
                foreach (var length in pieces)
                {
                    CutNumber(stretch[..length], lengths);
                    stretch = stretch[length..];
                }
            }
        }

        static void CutNumber(ReadOnlySpan<char> piece, List<int> lengths)
        {
            if (KindAt(piece[0] == ' ' && piece.Length > 1 ? piece[1..] : piece, out _) != Kind.Number)
            {
                lengths.Add(piece.Length);
                return;
            }
            if (piece[0] == ' ')
            {
                lengths.Add(1);
                piece = piece[1..];
            }
            var others = 0; // numerals before the next three ASCII digits
            while (others + 2 < piece.Length)
            {
                if (!IsThreeDigits(piece[others..]))
                {
                    others++;
                    continue;
                }
                if (others > 0)
                    lengths.Add(others);
                lengths.Add(3);
                piece = piece[(others + 3)..];
                others = 0;
            }
            if (!piece.IsEmpty)
                lengths.Add(piece.Length);
        }

        static bool IsThreeDigits(ReadOnlySpan<char> text) =>
            char.IsAsciiDigit(text[0]) && char.IsAsciiDigit(text[1]) && char.IsAsciiDigit(text[2]);

        static int Punctuation(ReadOnlySpan<char> text, bool wanted)
        {
            var length = 0;
            while (length < text.Length && Rune.DecodeFromUtf16(text[length..], out var rune, out var width) is var _
                && (Rune.IsPunctuation(rune) || (rune.IsAscii && "$+<=>^~|".Contains((char)rune.Value))) == wanted)
                length += width;
            return length;
        }
    }

    private protected enum Kind { Space, Letter, Number, Other }

    private protected static int Run(ReadOnlySpan<char> text, Kind kind)
    {
        var length = 0;
        while (length < text.Length && KindAt(text[length..], out var width) == kind)
            length += width;
        return length;
    }

    private protected static Kind KindAt(ReadOnlySpan<char> text, out int width)
    {
        Rune.DecodeFromUtf16(text, out var rune, out width); // a lone surrogate reads as U+FFFD, one char wide
        return Rune.IsLetter(rune) ? Kind.Letter : Rune.IsNumber(rune) ? Kind.Number : Rune.IsWhiteSpace(rune) ? Kind.Space : Kind.Other;
    }
}
