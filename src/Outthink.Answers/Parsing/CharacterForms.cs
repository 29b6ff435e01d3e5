using System.Collections.Frozen;
using System.Text;

namespace Outthink.Answers.Parsing;

/// <summary>
/// Brings the characters of an answer to one form: full width to ASCII, mathematical letters and signs to LaTeX, invisible and
/// direction marks removed. Written out by hand, so that it depends on no culture and accepts lone surrogates.
/// </summary>
internal static class CharacterForms
{
    static readonly FrozenDictionary<char, string> Replacements = Build();

    public static string Normalise(string text)
    {
        int first = 0;
        while (first < text.Length && text[first] < 128) first++;
        if (first == text.Length) return text;
        StringBuilder result = new(text.Length + 16);
        result.Append(text, 0, first);
        for (int i = first; i < text.Length; i++)
        {
            char c = text[i];
            if (c < 128) result.Append(c);
            else if (c is >= '！' and <= '～') result.Append((char)(c - 0xFEE0));
            else if (SuperscriptDigit(c) is { } raised) i = AppendRun(result, text, i, "^{", raised, SuperscriptDigit);
            else if (SubscriptDigit(c) is { } lowered) i = AppendRun(result, text, i, "_{", lowered, SubscriptDigit);
            else if (Replacements.TryGetValue(c, out string? replacement)) result.Append(replacement);
            else if (char.IsHighSurrogate(c) && i + 1 < text.Length && MathematicalLetter(c, text[i + 1]) is { } letter)
            {
                result.Append(letter);
                i++;
            }
            else if (!Invisible(c)) result.Append(c);
        }
        return result.ToString();
    }

    public static bool Invisible(char c) =>
        c is '\u00AD' or '\uFEFF' or '\u2060' or (>= '\u200B' and <= '\u200F') or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');

    static int AppendRun(StringBuilder result, string text, int at, string open, char first, Func<char, char?> map)
    {
        result.Append(open).Append(first);
        while (at + 1 < text.Length && map(text[at + 1]) is { } next)
        {
            result.Append(next);
            at++;
        }
        result.Append('}');
        return at;
    }

    static char? SuperscriptDigit(char c) => c switch
    {
        '⁰' => '0',
        '¹' => '1',
        '²' => '2',
        '³' => '3',
        >= '⁴' and <= '⁹' => (char)('4' + (c - '⁴')),
        '⁺' => '+',
        '⁻' => '-',
        'ⁿ' => 'n',
        'ⁱ' => 'i',
        _ => null,
    };

    static char? SubscriptDigit(char c) => c switch
    {
        >= '₀' and <= '₉' => (char)('0' + (c - '₀')),
        'ₙ' => 'n',
        'ₐ' => 'a',
        'ₓ' => 'x',
        _ => null,
    };

    // U+1D400..U+1D7FF: styled Latin letters in runs of 52, digits in runs of 10 at the end.
    static char? MathematicalLetter(char high, char low)
    {
        if (!char.IsLowSurrogate(low)) return null;
        int code = char.ConvertToUtf32(high, low);
        if (code is >= 0x1D7CE and <= 0x1D7FF) return (char)('0' + (code - 0x1D7CE) % 10);
        if (code is < 0x1D400 or > 0x1D6A3) return null;
        int index = (code - 0x1D400) % 52;
        return (char)(index < 26 ? 'A' + index : 'a' + index - 26);
    }

    static FrozenDictionary<char, string> Build()
    {
        Dictionary<char, string> map = [];
        void Each(string characters, string replacement)
        {
            foreach (char c in characters) map[c] = replacement;
        }
        Each("−‐‑‒–—﹣", "-");
        Each("×✕✖⨯", "\\times ");
        Each("·⋅∙•", "\\cdot ");
        map['÷'] = "\\div ";
        map['±'] = "\\pm ";
        map['∓'] = "\\mp ";
        Each("′‘’ʹ", "'");
        map['″'] = "''";
        Each("≤⩽≦", "\\leq ");
        Each("≥⩾≧", "\\geq ");
        map['≠'] = "\\neq ";
        Each("≈≃≅", "\\approx ");
        map['≡'] = "\\equiv ";
        map['∞'] = "\\infty ";
        map['∪'] = "\\cup ";
        map['∩'] = "\\cap ";
        Each("∖⧵", "\\setminus ");
        map['∈'] = "\\in ";
        map['∉'] = "\\notin ";
        Each("∅⌀", "\\emptyset ");
        map['√'] = "\\sqrt ";
        map['∛'] = "\\sqrt[3]";
        map['∜'] = "\\sqrt[4]";
        map['°'] = "^\\circ ";
        map['º'] = "^\\circ ";
        map['∘'] = "\\circ ";
        Each("→⟶⇒⟹", "\\to ");
        Each("⇌↔⇔", "\\rightleftharpoons ");
        map['∑'] = "\\sum ";
        map['∏'] = "\\prod ";
        map['∫'] = "\\int ";
        map['∂'] = "\\partial ";
        map['⌊'] = "\\lfloor ";
        map['⌋'] = "\\rfloor ";
        map['⌈'] = "\\lceil ";
        map['⌉'] = "\\rceil ";
        map['⟨'] = "\\langle ";
        map['⟩'] = "\\rangle ";
        Each("…⋯", "\\ldots ");
        Each("“”", "\"");
        Each("\u00A0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200A\u202F\u205F\u3000", " ");
        Each("。．", ".");
        Each("、，", ",");
        map['⁄'] = "/";
        map['∕'] = "/";
        map['ℝ'] = "\\mathbb{R}";
        map['ℤ'] = "\\mathbb{Z}";
        map['ℚ'] = "\\mathbb{Q}";
        map['ℕ'] = "\\mathbb{N}";
        map['ℂ'] = "\\mathbb{C}";
        Each("μµ", "\\mu ");
        string[] lower = ["alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa", "lambda", "mu", "nu", "xi",
            "omicron", "pi", "rho", "sigma", "sigma", "tau", "upsilon", "phi", "chi", "psi", "omega"];
        for (int i = 0; i < lower.Length; i++)
        {
            map[(char)('α' + i)] = "\\" + lower[i] + " ";
            map[(char)('Α' + i)] = "\\" + char.ToUpperInvariant(lower[i][0]) + lower[i][1..] + " ";
        }
        (char, string)[] fractions = [('½', "1/2"), ('⅓', "1/3"), ('⅔', "2/3"), ('¼', "1/4"), ('¾', "3/4"), ('⅕', "1/5"), ('⅖', "2/5"), ('⅗', "3/5"),
            ('⅘', "4/5"), ('⅙', "1/6"), ('⅚', "5/6"), ('⅐', "1/7"), ('⅛', "1/8"), ('⅜', "3/8"), ('⅝', "5/8"), ('⅞', "7/8"), ('⅑', "1/9"), ('⅒', "1/10")];
        foreach ((char c, string value) in fractions) map[c] = $"\\frac{{{value.Split('/')[0]}}}{{{value.Split('/')[1]}}}";
        return map.ToFrozenDictionary();
    }
}
