using System.Text;

namespace Outthink.Engine.Text.Unicode;

/// <summary>
/// Normalisation form C (Unicode annex 15) by Unicode 15.1. Our own, because .NET's does nothing in applications with
/// invariant globalisation, and depends on the machine's ICU in others. Stateless.
/// </summary>
static class Composition
{
    const int HangulBase = 0xAC00, LeadBase = 0x1100, VowelBase = 0x1161, TailBase = 0x11A7, Leads = 19, Vowels = 21, Tails = 28;

    static readonly Dictionary<int, (int First, int Second)> Parts = []; // second 0: a character that only has another form
    static readonly Dictionary<(int, int), int> Composed = [];
    static readonly Dictionary<int, byte> Classes = []; // of the characters whose combining class is not 0
    static readonly HashSet<int> Telling = []; // characters without which a text is in form C

    static Composition()
    {
        foreach (var line in UnicodeTable.Lines("decompositions"))
        {
            var equals = line.IndexOf('=', StringComparison.Ordinal);
            var space = line.IndexOf(' ', StringComparison.Ordinal);
            var returns = !line.EndsWith('!');
            var end = returns ? line.Length : line.Length - 1;
            var whole = UnicodeTable.CodePoint(line.AsSpan(0, equals));
            var first = UnicodeTable.CodePoint(line.AsSpan()[(equals + 1)..(space < 0 ? end : space)]);
            var second = space < 0 ? 0 : UnicodeTable.CodePoint(line.AsSpan()[(space + 1)..end]);
            Parts.Add(whole, (first, second));
            if (returns)
            {
                Composed.Add((first, second), whole);
                Telling.Add(second);
            }
            else
                Telling.Add(whole);
        }
        var (last, kind) = (0, (byte)0);
        foreach (var line in UnicodeTable.Lines("combining-classes"))
        {
            var space = line.IndexOf(' ', StringComparison.Ordinal);
            var start = UnicodeTable.CodePoint(line.AsSpan(0, space));
            for (; last < start; last++)
            {
                if (kind != 0)
                    Classes.Add(last, kind);
            }
            kind = byte.Parse(line.AsSpan(space + 1), System.Globalization.CultureInfo.InvariantCulture);
        }
        Telling.UnionWith(Classes.Keys);
        Telling.UnionWith(Enumerable.Range(VowelBase, Vowels));
        Telling.UnionWith(Enumerable.Range(TailBase + 1, Tails - 1));
    }

    /// <summary>The text in form C: itself where it is so already; lone surrogates become U+FFFD where it is not.</summary>
    public static ReadOnlySpan<char> Compose(ReadOnlySpan<char> text)
    {
        if (!MayChange(text))
            return text;
        List<(int Character, byte Class)> characters = new(text.Length);
        foreach (var rune in text.EnumerateRunes())
            Decompose(rune.Value, characters);
        Order(characters);
        return Write(characters, text.Length);
    }

    static bool MayChange(ReadOnlySpan<char> text)
    {
        var next = text.IndexOfAnyExceptInRange('\0', '\u02FF'); // below U+0300 every text is in form C
        if (next < 0)
            return false;
        foreach (var rune in text[next..].EnumerateRunes())
        {
            if (rune.Value >= 0x300 && Telling.Contains(rune.Value))
                return true;
        }
        return false;
    }

    static void Decompose(int character, List<(int, byte)> output)
    {
        if (character is >= HangulBase and < HangulBase + (Leads * Vowels * Tails))
        {
            var index = character - HangulBase;
            output.Add((LeadBase + (index / (Vowels * Tails)), 0));
            output.Add((VowelBase + (index / Tails % Vowels), 0));
            if (index % Tails > 0)
                output.Add((TailBase + (index % Tails), 0));
        }
        else if (character >= 0xC0 && Parts.TryGetValue(character, out var parts))
        {
            Decompose(parts.First, output);
            if (parts.Second != 0)
                Decompose(parts.Second, output);
        }
        else
            output.Add((character, Classes.GetValueOrDefault(character)));
    }

    /// <summary>Sorts each run of combining characters by class; equal ones keep their order.</summary>
    static void Order(List<(int Character, byte Class)> characters)
    {
        for (var at = 0; at < characters.Count; at++)
        {
            if (characters[at].Class == 0)
                continue;
            var end = at + 1;
            while (end < characters.Count && characters[end].Class != 0)
                end++;
            var position = 0;
            var sorted = characters.GetRange(at, end - at).Select(c => (c.Character, c.Class, Position: position++)).ToList();
            sorted.Sort((a, b) => (a.Class, a.Position).CompareTo((b.Class, b.Position)));
            for (var i = 0; i < sorted.Count; i++)
                characters[at + i] = (sorted[i].Character, sorted[i].Class);
            at = end - 1;
        }
    }

    static string Write(List<(int Character, byte Class)> characters, int length)
    {
        var (starter, lastClass) = (-1, 0); // where the last starter stands, and the class of what was kept after it
        var kept = 0;
        for (var i = 0; i < characters.Count; i++)
        {
            var (character, kind) = characters[i];
            if (starter >= 0 && (kept == starter + 1 || lastClass < kind) && Join(characters[starter].Character, character) is { } joined)
            {
                characters[starter] = (joined, 0);
                continue;
            }
            if (kind == 0)
                starter = kept;
            lastClass = kind;
            characters[kept++] = (character, kind);
        }
        var text = new StringBuilder(length);
        Span<char> units = stackalloc char[2];
        for (var i = 0; i < kept; i++)
            text.Append(units[..new Rune(characters[i].Character).EncodeToUtf16(units)]);
        return text.ToString();
    }

    static int? Join(int first, int second)
    {
        if (first is >= LeadBase and < LeadBase + Leads && second is >= VowelBase and < VowelBase + Vowels)
            return HangulBase + ((((first - LeadBase) * Vowels) + second - VowelBase) * Tails);
        if (first is >= HangulBase and < HangulBase + (Leads * Vowels * Tails) && (first - HangulBase) % Tails == 0 && second is > TailBase and < TailBase + Tails)
            return first + second - TailBase;
        return Composed.TryGetValue((first, second), out var composed) ? composed : null;
    }
}
