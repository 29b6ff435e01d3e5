using FsCheck.Xunit;
using Outthink.Engine.Text;
using Outthink.Engine.Text.PreTokenizers;

namespace Outthink.Engine.Tests.Text;

public sealed class PreTokenizerTests
{
    [Theory]
    [InlineData("gpt-2", "I'll  be 'here' at 10:30!", "I|'ll| | be| '|here|'| at| 10|:|30|!")]
    [InlineData("gpt-2", "a\n\n b\t", "a|\n\n| b|\t")]
    [InlineData("gpt-2", " \n x", " \n| x")]
    [InlineData("gpt-2", "we're they've 'S ", "we|'re| they|'ve| '|S| ")]
    [InlineData("gpt-2", " \U0001d4b3\U0001d4b4 \U00020000", " \U0001d4b3\U0001d4b4| \U00020000")]
    [InlineData("default", "cost $1234567, x2 = 10", "cost| |$|123|456|7|,| x|2| |=| |10")]
    [InlineData("default", "it's  . end", "it|'|s|  |.| end")]
    [InlineData("default", "½1234½5", "½|123|4½5")]
    [InlineData("llama-bpe", "I'LL say'Don't' 12345 ½x", "I|'LL| say|'D|on|'t|'| |123|45| |½|x")]
    [InlineData("llama-bpe", "x = (a+b);\r\n\r\n  y\t", "x| =| (|a|+b|);\r\n\r\n| | y|\t")]
    [InlineData("llama-bpe", "a  \n \n   b ", "a|  \n \n|  | b| ")]
    [InlineData("llama-bpe", "\u0301a \U0001d4b3\U0001d7d8\U0001d7d8 \u3000x", "\u0301a| \U0001d4b3|\U0001d7d8\U0001d7d8| |\u3000x")]
    [InlineData("qwen2", "no 123 it'S", "no| |1|2|3| it|'S")]
    [InlineData("tekken", "HelloWORLDnow ABC", "Hello|WORLDnow| ABC")]
    [InlineData("tekken", "中ABC ÀB a/b//\n", "中|ABC| À|B| a|/b|//\n")]
    [InlineData("tekken", "12 'Ab", "1|2| '|Ab")]
    [InlineData("deepseek-llm", "Hi, you: 123 天地 x\n\n ", "Hi|,| you|:| |123| |天地| x|\n|\n| ")]
    [InlineData("deepseek-coder", "Hi, 12 a_b", "Hi|,| |1|2| a|_|b")]
    [InlineData("smollm", "in 2024's", "in| |2|0|2|4|'s")]
    public void Pieces_are_as_the_rules_say(string rules, string text, string pieces) =>
        Assert.Equal(pieces.Split('|'), Pieces(rules, text));

    [Fact]
    public void Outside_llama_cpp_capitals_are_known_in_all_scripts_and_marks_are_letters()
    {
        Assert.Equal(["ÀBa", "ÀB"], Pieces(new TekkenRules(onlyAsciiHasCase: false), "ÀBaÀB"));
        Assert.Equal(["e\u0301", "A"], Pieces(new TekkenRules(onlyAsciiHasCase: false), "e\u0301A"));
        Assert.Equal(["\u3000\u3002"], Pieces(new Stages(DeepSeekRules.LlmStages(setsHoldSpaces: true)), "\u3000\u3002"));
        Assert.Equal(["\u3000", "\u3002"], Pieces(new Stages(DeepSeekRules.LlmStages(setsHoldSpaces: false)), "\u3000\u3002"));
        Assert.Equal(["\u3000\u3000"], Pieces(DeepSeekRules.Set(DeepSeekRules.Signs, takesSpace: true, holdsSpaces: true), "\u3000\u3000"));
    }

    [Fact]
    public void Characters_newer_than_the_tables_are_no_letters() =>
        Assert.Equal(["a", "\u1c89", "a"], Pieces("gpt-2", "a\u1c89a")); // U+1C89 is a letter since Unicode 16

    [Property(MaxTest = 300)]
    public bool Pieces_make_up_the_text(string? text) =>
        PreTokenizerNames.All.All(name => string.Concat(Pieces(name, text ?? "")) == (text ?? ""))
        && string.Concat(Pieces(new SpaceStarts(), text ?? "")) == (text ?? "");

    [Property(MaxTest = 300)]
    public bool Pieces_make_up_texts_of_telling_characters(int[] draws)
    {
        string[] parts = [" ", "  ", "\n", "\r", "'s", "'LL", "a", "B", "À", "ß", "1", "½", "\u0301", "中", "\U0001d4b3", "!", "/", "$", "\u3000", "\ud800", "\t"];
        var text = string.Concat(draws.Select(d => parts[(int)((uint)d % (uint)parts.Length)]));
        return PreTokenizerNames.All.All(name => string.Concat(Pieces(name, text)) == text);
    }

    static List<string> Pieces(string name, string text) => Pieces(PreTokenizerNames.Find(name)!, text);

    static List<string> Pieces(PreTokenizer rules, string text)
    {
        List<int> lengths = [];
        rules.Cut(text, lengths);
        Assert.All(lengths, length => Assert.True(length > 0));
        var at = 0;
        return [.. lengths.Select(length => text.Substring((at += length) - length, length))];
    }
}
