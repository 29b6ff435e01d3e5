namespace Outthink.Peers;

/// <summary>Texts on which tokenisers tend to differ.</summary>
static class Texts
{
    public static readonly string[] Mixed =
    [
        "", " ", "  ", "\n", "\n\n", "\n\n\n", "\n\n\n\n\n", " \n\n ", "\t\t", " \t\n x", "a\r\nb\r\n\r\nc", "trailing   ", "   leading",
        "Step 1: 12 + 7 = 19.\n\nStep 2: 19 * 3 = 57.\n\nThe answer is \\boxed{57}.", "x.\n\n\n\ny", "12345678901234567890", "1 22 333 4444 55555 3.14159 -7 +8 1e-9 0x1F",
        "I'll, you've, he's, they're, I'm, don't, we'd, 'S 'T 'LL '", "''' ' 's's't", "costs $12.50 (or €11), #1 & more: a/b\\c | d ^ e ~ f `g` <h>",
        "<s>", "</s>", "a</s>b<s>c", "<|im_end|>", "Äpfel, Öl und Überfluß; naïve café", "нещо на Български", "日本語のテキスト、中文", "한국어 텍스트", "עברית مرحبا ١٢٣ हिन्दी १२३",
        "😀 👩‍👩‍👧 🇩🇪 ½ ² Ⅷ ㊿", "\U0001d4b3\U0001d4b4 \U00020000\U00020001 \U00010330", "e\u0301 \u00a0 \u2003 \u3000 \u200b \ufeff", "\u0000\u0001\u001f\u007f\u0085\u2028", "\ufffd", "==== ---- .... !!!! ???",
        "def f(x):\n    return x**2  # square\n\n\nprint(f(3))", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "the the the  the\tthe",
    ];
}
