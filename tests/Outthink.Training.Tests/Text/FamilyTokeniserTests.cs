using Outthink.Engine.Text;
using Outthink.Engine.Weights;
using Outthink.Evaluation.Suites.Arithmetic;
using Outthink.Training.Family;
using Outthink.Training.Network;
using Outthink.Training.Text;

namespace Outthink.Training.Tests.Text;

public sealed class FamilyTokeniserTests
{
    private readonly FamilyTokeniser _tokeniser = new();

    [Fact]
    public void Every_word_of_a_problem_is_one_token_and_every_digit_its_own()
    {
        foreach (var problem in ArithmeticSuite.Draw(2, 100))
        {
            var expected = problem.Text.Split(' ').Sum(word => word.All(c => char.IsAsciiDigit(c)) ? word.Length : 1 + word.Count(c => c is '.' or '?' or ','));
            Assert.Equal(expected, Encode(problem.Text).Count);
        }
        Assert.Equal(["Step", "Ġ1", ":", "Ġ1", "0", "7", "Ġ+", "Ġ5", "Ġ=", "Ġ1", "1", "2", "\n\n"], Encode("Step 1: 107 + 5 = 112\n\n").Select(id => _tokeniser.Tokens[id]));
    }

    [Theory]
    [InlineData("Ann has 12 pens.\n\nStep 1: 12 + 5 = 17\n\n")]
    [InlineData("Zoë’s café — 3 émus \t\n x\n\n\n y")]
    [InlineData("")]
    [InlineData("\n\n\n\n")]
    [InlineData("123456 78")]
    public void Text_survives_the_way_there_and_back(string text) => Assert.Equal(text, _tokeniser.Decode(Encode(text)));

    [Fact]
    public void The_engine_s_tokeniser_reads_the_exported_keys_the_same_way()
    {
        var path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.gguf");
        try
        {
            GgufExport.Write(new Transformer(new NetworkShape(16, 1, 1, 16, _tokeniser.Tokens.Length), 1), _tokeniser, "tokens", path);
            using var file = GgufFile.Open(path);
            var engine = Tokenizer.FromGguf(file);
            string[] texts = [.. ArithmeticSuite.Draw(4, 50).Select(problem => problem.Text + ArithmeticProblem.Delimiter + problem.Solution), "Zoë’s 1,234 cafés?! A1 b2\n\nx", "\n\n\n"];
            Assert.All(texts, text => Assert.Equal([FamilyTokeniser.Bos, .. Encode(text)], engine.Encode(text, addSpecial: true, parseSpecial: true)));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void No_merge_joins_digits() => Assert.DoesNotContain(_tokeniser.Merges, merge => char.IsAsciiDigit(merge.Left[^1]) || (merge.Left != "Ġ" && char.IsAsciiDigit(merge.Right[0])));

    private List<int> Encode(string text)
    {
        var ids = new List<int>();
        _tokeniser.Encode(text, ids);
        return ids;
    }
}
