namespace Outthink.Answers.Tests;

/// <summary>Inputs made to hang or break a checker: right or undecided, within the limits, without an exception.</summary>
public sealed class HostileTests
{
    const long MostBytes = 50L << 20;

    public static TheoryData<string> Inputs() =>
    [
        "9^{9^{9^{9}}}", "9^9^9^9^9", "100000!!!!", "(10^{10^{10}})!", @"\binom{10^{18}}{5\cdot 10^{17}}", @"\binom{3000000}{1500000}", "2^{1000000000}", "10^{-1000000000}",
        @"10^{(5^{5^{5^{5^{5}}} \cdot \log_{10}(5)} - 4)}", @"\sum_{k=1}^{10^{12}} k", @"\sum_{k=1}^{1900} k^{k}", @"\prod_{k=1}^{1000} k^{1000}", @"\sin(10^{10^{10}})", @"e^{e^{e^{e^{e}}}}",
        @"\lcm(10^{9000}+1, 10^{9000}+3, 10^{8999}+7)", "1/0", "0/0", "0^0", @"\frac{1}{1-1}", @"\ln 0", @"\sqrt{-1}^{\sqrt{-1}}", "1e999999", "1e-999999", "99999999999999999999e99999",
        new string('(', 400) + "7" + new string(')', 400), new string('{', 3000) + new string('}', 3000), new string('-', 4000) + "7", new string('(', 4000), string.Concat(Enumerable.Repeat(@"\sqrt", 800)) + "2",
        string.Concat(Enumerable.Repeat("2^", 1500)) + "2", string.Concat(Enumerable.Repeat("1/", 1500)) + "2", string.Concat(Enumerable.Repeat(@"\frac{1}{", 150)) + "2" + new string('}', 150), string.Concat(Enumerable.Repeat("|", 2000)),
        string.Concat(Enumerable.Repeat(@"\boxed{", 5000)), string.Concat(Enumerable.Repeat(@"\pm 1", 200)), string.Concat(Enumerable.Repeat(@"\text{", 500)), string.Concat(Enumerable.Repeat("x'", 1500)),
        new string('9', 5001), new string('9', 100_000), "0." + new string('3', 4000), "{" + string.Join(",", Enumerable.Range(0, 900)) + "}", string.Join(",", Enumerable.Range(0, 900)), new string('$', 50_000), new string('\\', 50_000),
        string.Concat(Enumerable.Repeat("answer is ", 20_000)), string.Concat(Enumerable.Repeat("1,", 1900)) + "1", "\ud800", "a\udc00b", "\u202e7\u202c", "\0", "١٢٣", "５", "½", "²", "x²³", string.Concat(Enumerable.Repeat(@"\begin{matrix}", 300)),
        string.Concat(Enumerable.Repeat("(a+b)", 700)), "(" + string.Join("+", Enumerable.Range(1, 300).Select(i => $"x_{i}")) + ")^{50}", @"\int \int \int x", @"\lim_{x \to", @"\frac", @"\frac{d}{dx}", "^", "_", "a__b", @"\pm x = \pm 1", @"1 \pm 2 < 3 \pm 4", @"[1 \pm 2, 3)", @"\begin{pmatrix} 1 \pm 2 \end{pmatrix}", @"x = \pm 1, \pm y = 2", @"\{\pm x \le 1\}", @"\pm 5\text{ cm} = 2", @"\sum_{k=1}^{3} \pm k", "!!!!", "%%%", "<think>", "####",
    ];

    [Theory]
    [MemberData(nameof(Inputs))]
    public void Any_input_equals_itself_gets_a_verdict_and_stays_within_the_limits(string input)
    {
        // Once for the code itself, so that only the work on the input is counted.
        AnswerEquality.Grade("1", "2");
        Assert.True(AnswerEquality.Same(input, input).IsEqual);
        foreach (string other in (string[])["7", @"\frac{1}{2}", "x+1", "(1,2)", "{1,2}", "yes"])
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            AnswerVerdict[] verdicts = [AnswerEquality.Same(input, other), AnswerEquality.Grade(other, input), AnswerEquality.Grade(input, other), AnswerEquality.GradeOutput(other, input)];
            long bytes = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(bytes < verdicts.Length * MostBytes, $"{bytes} bytes");
            Assert.DoesNotContain(verdicts, v => v.Rule == AnswerRule.WallLimit);
            Assert.Equal(AnswerEquality.Same(input, other).Outcome, AnswerEquality.Same(other, input).Outcome);
        }
    }

    [Theory]
    [InlineData("10^{400}", "10^{401}")]
    [InlineData("10^{-400}", "10^{-401}")]
    [InlineData("10^{-400}", "0")]
    [InlineData("123456789012345678901", "123456789012345678902")]
    [InlineData("2^{-99}", "2^{-98}")]
    [InlineData(@"\frac{1}{2004!}", @"\frac{1}{2006!}")]
    [InlineData(@"e^{\pi\sqrt{163}}", "262537412640768744")]
    public void Near_or_huge_values_are_told_apart(string a, string b)
    {
        Assert.Equal(AnswerOutcome.NotEqual, AnswerEquality.Same(a, b).Outcome);
        Assert.Equal(AnswerOutcome.NotEqual, AnswerEquality.Grade(a, b).Outcome);
    }

    [Theory]
    [InlineData("0.1+0.2", "0.3")]
    [InlineData("2^{100000}", "4^{50000}")]
    [InlineData("\u202e7\u202c", "7")]
    [InlineData("７", "7")]
    [InlineData("½", @"\frac12")]
    public void Odd_writings_of_a_value_are_that_value(string a, string b) => Assert.True(AnswerEquality.Same(a, b).IsEqual);

    [Fact]
    public void A_long_reference_equals_itself_and_nothing_near_it()
    {
        string digits = new('7', 100_000);
        Assert.True(AnswerEquality.Grade(digits, digits).IsEqual);
        Assert.False(AnswerEquality.Grade(digits, digits + "7").IsEqual);
    }
}
