using System.Diagnostics;
using System.Globalization;

namespace Outthink.Answers.Tests;

/// <summary>
/// Random and damaged answers. Without settings a fixed number of inputs runs; OUTTHINK_FUZZ_SECONDS runs for so long from
/// OUTTHINK_FUZZ_SEED (the failing input is in the message and needs neither).
/// </summary>
public sealed class FuzzTests(ITestOutputHelper output)
{
    const int FixedInputs = 1500;

    static readonly string[] Pieces =
    [
        "1", "2", "x", "y", "n", "i", "e", @"\pi", "10", "0", "3.5", "1,000", @"\frac{1}{2}", @"\frac", @"\sqrt", @"\sqrt[3]{", "{", "}", "(", ")", "[", "]", @"\{", @"\}", "|", @"\left(", @"\right)", "+", "-", "*", "/", "^", "_", "=", "<", @"\le", ",", ";",
        " and ", " or ", @"\pm", @"\cup", @"\infty", "%", "$", @"\$", @"^\circ", @"\sin", @"\log_2", @"\ln", "!", "'", @"\text{ cm}", @"\text{", " cm", @"\begin{pmatrix}", @"\end{pmatrix}", "&", @"\\", @"\boxed{", "####", "answer is ", "<think>", "</think>",
        @"\int", "dx", @"\sum_{k=1}^{5}", @"\lim_{x\to 0}", ":", "H2O", "->", " ", "\n", "A", "(B)", "yes", "\u202e", "\ud800", "５", "½", "…", @"\ldots", "9^9^9", "!!", @"\binom{5}{2}", "mod", "_8", @"\overline{3}", "e5", ".", "0.", "e^{", @"\mathbb{R}", @"\in", "f(", "max(", @"\angle",
    ];

    [Fact]
    public void No_input_throws_and_every_verdict_is_reflexive_symmetric_and_repeatable()
    {
        double seconds = double.TryParse(Environment.GetEnvironmentVariable("OUTTHINK_FUZZ_SECONDS"), CultureInfo.InvariantCulture, out double given) ? given : 0;
        int seed = int.TryParse(Environment.GetEnvironmentVariable("OUTTHINK_FUZZ_SEED"), CultureInfo.InvariantCulture, out int stated) ? stated : 1;
        string[] corpus = Corpus();
        Random random = new(seed);
        Stopwatch watch = Stopwatch.StartNew();
        int inputs = 0;
        for (; seconds > 0 ? watch.Elapsed.TotalSeconds < seconds : inputs < FixedInputs; inputs++)
        {
            string a = Input(random, corpus), b = random.Next(3) == 0 ? Damaged(random, a) : Input(random, corpus);
            try
            {
                Check(a, b);
            }
            catch (Exception e) when (e is not Xunit.Sdk.XunitException)
            {
                Assert.Fail($"{Quoted(a)} and {Quoted(b)}: {e}");
            }
        }
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{inputs} inputs from seed {seed} in {watch.Elapsed.TotalSeconds:F0} s, no finding"));
    }

    static void Check(string a, string b)
    {
        string where = $"{Quoted(a)} and {Quoted(b)}";
        AnswerVerdict same = AnswerEquality.Same(a, b), turned = AnswerEquality.Same(b, a), grade = AnswerEquality.Grade(a, b), whole = AnswerEquality.GradeOutput(a, b);
        Assert.True(AnswerEquality.Same(a, a).IsEqual, where);
        Assert.True(same.Outcome == turned.Outcome, where);
        Assert.True(same == AnswerEquality.Same(a, b) && grade == AnswerEquality.Grade(a, b), where);
        Assert.True(AnswerRule.WallLimit != same.Rule && AnswerRule.WallLimit != grade.Rule && AnswerRule.WallLimit != whole.Rule, where);
        if (AnswerExtractor.Extract(b) is { } found) Assert.True(found.Start >= 0 && found.Length >= 0 && found.Start + found.Length <= b.Length, where);
        IReadOnlyList<int> groups = AnswerGroups.Group([a, b, a]);
        Assert.True(groups[0] == 0 && groups[2] == 0 && same.IsEqual == (groups[1] == 0), where);
    }

    static string[] Corpus()
    {
        string? root = Environment.GetEnvironmentVariable("OUTTHINK_TEST_DATA");
        return string.IsNullOrEmpty(root) ? [@"\frac{3}{4}", @"x^2+2x+1", @"[0,1)\cup\{2\}", @"15\text{ cm}^2", @"\boxed{7}"] : [.. AnswerCase.Read().SelectMany(c => (string[])[c.Gold, c.Pred])];
    }

    static string Input(Random random, string[] corpus) => random.Next(4) switch
    {
        0 => Damaged(random, corpus[random.Next(corpus.Length)]),
        1 => new string([.. Enumerable.Range(0, random.Next(40)).Select(_ => (char)random.Next(1, random.Next(8) == 0 ? 0x10000 : 128))]),
        _ => string.Concat(Enumerable.Range(0, random.Next(1, 14)).Select(_ => Pieces[random.Next(Pieces.Length)])),
    };

    static string Damaged(Random random, string text)
    {
        if (text.Length == 0) return text;
        int at = random.Next(text.Length), length = random.Next(Math.Min(text.Length - at, 12) + 1);
        return random.Next(5) switch
        {
            0 => text[..at],
            1 => text[at..],
            2 => text.Remove(at, length),
            3 => text.Insert(at, text.Substring(at, length)),
            _ => text.Insert(at, Pieces[random.Next(Pieces.Length)]),
        };
    }

    static string Quoted(string text) => string.Concat(text.Select(c => c is >= ' ' and < (char)127 ? c.ToString() : string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}")));
}
