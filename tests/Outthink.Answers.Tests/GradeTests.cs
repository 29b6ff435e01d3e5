namespace Outthink.Answers.Tests;

/// <summary>The reference-aware relation, rule by rule.</summary>
public sealed class GradeTests
{
    [Theory]
    // Numbers and rounding
    [InlineData("1/2", "0.5"), InlineData("1,234", "1234"), InlineData("1234", @"1{,}234"), InlineData(@"12\frac{3}{5}", "12.6"), InlineData("7 3/4", "7.75"), InlineData("025", "25")]
    [InlineData(@"0.\overline{3}", "1/3"), InlineData("33.3", @"\frac{100}{3}"), InlineData(@"\frac{1}{3}", "0.3333"), InlineData("3.14", @"\pi"), InlineData("10^3", "1e3"), InlineData(@"2.5\times 10^{2}", "250")]
    [InlineData(@"\sqrt{8}", @"2\sqrt2"), InlineData(@"\frac{1}{\sqrt2}", @"\frac{\sqrt2}{2}"), InlineData(@"\log_2 8", "3"), InlineData(@"\sin 30^\circ", "1/2"), InlineData(@"e^{i\pi}", "-1"), InlineData(@"(1+i)^2", "2i")]
    [InlineData(@"\arctan 1", @"\frac{\pi}{4}"), InlineData(@"\sqrt[3]{-8}", "-2"), InlineData(@"\sum_{k=1}^{10} k", "55"), InlineData(@"\binom{5}{2}", "10"), InlineData("5!", "120"), InlineData("twenty-one", "21")]
    // Functions
    [InlineData("(x+1)^2", "x^2+2x+1"), InlineData(@"\sqrt{\frac1n}", @"\frac{1}{\sqrt n}"), InlineData(@"\sin^2 x+\cos^2 x", "1"), InlineData(@"\tan x", @"\frac{\sin x}{\cos x}"), InlineData(@"e^{2x}", @"(e^x)^2"), InlineData(@"\frac{x^2-1}{x-1}", "x+1")]
    [InlineData(@"\log x", @"\ln x"), InlineData(@"\int \frac1a+\frac1b dx", @"\int \left(\frac1b+\frac1a\right)dx"), InlineData(@"\int_0^1 t\,dt", @"\int_0^1 u\,du"), InlineData(@"f(x+1)", "f(1+x)")]
    // Percent, money, degrees, units
    [InlineData(@"28\%", "28"), InlineData(@"28\%", "0.28"), InlineData(@"28\%", "28 percent"), InlineData("0.1", @"10\%"), InlineData(@"\$5.40", "5.4"), InlineData("90^\\circ", "90"), InlineData(@"15\text{ cm}^2", "15")]
    [InlineData("50 cm", "0.5 m"), InlineData(@"2\text{ hours}", "120 minutes"), InlineData(@"5.4\text{ cents}", @"\$0.054"), InlineData(@"36\text{ km/h}", "10 m/s"), InlineData("20^\\circ C", "293.15 K"), InlineData(@"7\text{ apples}", "7"), InlineData("1 dozen", "12")]
    // Lists, tuples, sets, intervals
    [InlineData("1,2,3", "3, 1 and 2"), InlineData(@"\{1,2\}", @"\{2,1,1\}"), InlineData(@"1\pm\sqrt2", @"1-\sqrt2, 1+\sqrt2"), InlineData("x=1, x=2", "1,2"), InlineData("(1,2)", "1,2"), InlineData(@"(1,2)", "1<x<2")]
    [InlineData(@"(-\infty,2)\cup(3,\infty)", "x<2 or x>3"), InlineData(@"\mathbb{R}", @"(-\infty,\infty)"), InlineData(@"[0,2]", @"[0,1]\cup[1,2]"), InlineData(@"(-3,3)", "|x|<3"), InlineData(@"x\in[-2,7]", @"-2\le x\le 7"), InlineData(@"\{-1\}\cup[0,7)", @"[0,7)\cup\{-1\}")]
    [InlineData(@"\begin{pmatrix}1\\2\end{pmatrix}", "(1,2)"), InlineData(@"\begin{pmatrix}1&2\\3&4\end{pmatrix}", "[[1,2],[3,4]]"), InlineData("1:2", "3:6"), InlineData("3:4", "3/4")]
    // Equations
    [InlineData("5", "x=5"), InlineData("5", "x = 2+3 = 5"), InlineData("x+y=1", "2x+2y=2"), InlineData("x+y=1", "-x-y=-1"), InlineData("y=2x+3", "2x-y+3=0"), InlineData("x<1", "2x-2<0"), InlineData("f(x)=2x+1", "2x+1"), InlineData("a=1, b=2", "b=2, a=1")]
    // Text, bases, times
    [InlineData(@"\text{Evelyn}", "evelyn"), InlineData("yes", "True"), InlineData("2516_8", "1358"), InlineData(@"101_{two}", "5"), InlineData("3:05 PM", "3:05 p.m."), InlineData("the ellipse", "ellipse")]
    public void It_is_met(string reference, string answer) => Assert.Equal(AnswerOutcome.Equal, AnswerEquality.Grade(reference, answer).Outcome);

    [Theory]
    [InlineData("2", "2.0001"), InlineData("100", "100.4"), InlineData("10000", "9998.57"), InlineData("0.75", "75"), InlineData("10", @"10\%"), InlineData("3.1", @"\pi"), InlineData(@"\frac13", "0.33"), InlineData("2.23", "2.232"), InlineData("1234", "1,2,3,4")]
    [InlineData("(8,-2)", "[8,-2)"), InlineData("[1,2]", "(1,2)"), InlineData("1,2,3", "1,2"), InlineData("1,2", "1"), InlineData("(1,2)", "(2,1)"), InlineData("1,-2", "1,-3"), InlineData(@"\{1,2\}", "(1,3)"), InlineData("1,1,2", "1,2,2")]
    [InlineData("5 cm", "5 m"), InlineData("5 cm", "5 s"), InlineData(@"5\text{ apples}", @"5\text{ pears}"), InlineData(@"\$5", "€5"), InlineData("x", "y"), InlineData("x", "X"), InlineData("ab", "ac"), InlineData("abc", "cba"), InlineData("5", "5x")]
    [InlineData("x=1", "x=2"), InlineData("x<1", "x>1"), InlineData("x<1", @"x\le 1"), InlineData("x<1", "-x<-1"), InlineData("x+y=1", "x-y=1"), InlineData("x+z=1", "1"), InlineData("7=11a+c", "11a+c"), InlineData("x=5", "y=5"), InlineData(@"1, 2, \ldots, n", @"1, 3, 5, \ldots, 2n-1")]
    [InlineData(@"1-\frac1e", @"1+\frac1e"), InlineData(@"\sqrt{x^2}", "x"), InlineData("12:00", "1:00"), InlineData("even", "odd"), InlineData("52_8", "52"), InlineData("A", "B"), InlineData("1/0", "2/0"), InlineData("1/0", "1"), InlineData(@"\infty", @"-\infty"), InlineData("odd", "oddd")]
    [InlineData(@"\begin{pmatrix}1\\2\end{pmatrix}", @"\begin{pmatrix}2\\1\end{pmatrix}"), InlineData(@"\begin{pmatrix}1&2\\3&4\end{pmatrix}", @"\begin{pmatrix}1&2\\3&5\end{pmatrix}"), InlineData(@"f(x)", "f(y)"), InlineData(@"\int x dx", @"\int x^2 dx"), InlineData("", "1")]
    public void It_is_not_met(string reference, string answer) => Assert.NotEqual(AnswerOutcome.Equal, AnswerEquality.Grade(reference, answer).Outcome);

    [Fact]
    public void Options_widen_or_narrow_it()
    {
        Assert.True(AnswerEquality.Grade(@"\frac83", "2.67", new GradeOptions { Decimals = 2 }).IsEqual);
        Assert.False(AnswerEquality.Grade(@"\frac83", "2.68", new GradeOptions { Decimals = 2 }).IsEqual);
        Assert.True(AnswerEquality.Grade("9.81", "9.8", new GradeOptions { RelativeTolerance = 0.01 }).IsEqual);
        Assert.False(AnswerEquality.Grade("-9.81", "-9.6", new GradeOptions { RelativeTolerance = 0.01 }).IsEqual);
        Assert.True(AnswerEquality.Grade("22.4 L", "22.41 L", new GradeOptions { SignificantFigures = true }).IsEqual);
        Assert.False(AnswerEquality.Grade("22.4 L", "22.41 L").IsEqual);
        Assert.False(AnswerEquality.Grade("(1,2)", "1<x<2", new GradeOptions { StrictRelations = true }).IsEqual);
        Assert.False(AnswerEquality.Grade(@"\frac13", "0.3333", new GradeOptions { RoundedAnswerDigits = 0 }).IsEqual);
    }

    [Theory]
    [InlineData("?!", "1", AnswerRule.UnreadableReference)]
    [InlineData("1", "(((", AnswerRule.UnreadableAnswer)]
    [InlineData("1", @"10^{(5^{5^{5^{5^{5}}}} - 4)}", AnswerRule.Unsupported)]
    public void What_cannot_be_decided_says_why(string reference, string answer, AnswerRule rule) =>
        Assert.Equal(new AnswerVerdict(AnswerOutcome.Undecided, rule), AnswerEquality.Grade(reference, answer));
}
