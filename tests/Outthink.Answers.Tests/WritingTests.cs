namespace Outthink.Answers.Tests;

/// <summary>Classes of writing that references and models use, each with its near misses.</summary>
public sealed class WritingTests
{
    [Theory]
    // Words and scales
    [InlineData("1000000", "one million"), InlineData("3500000", "3.5 million"), InlineData(@"\$2.5\text{ billion}", "2500000000"), InlineData("120", "one hundred and twenty"), InlineData("2/3", "two-thirds"), InlineData("5", "5th"), InlineData("21", "21^{st}")]
    // Repeating decimals
    [InlineData("1/3", "0.333..."), InlineData("1/3", @"0.\dot{3}"), InlineData("1/6", "0.1(6)"), InlineData("1/7", @"0.\overline{142857}"), InlineData("3.14159...", "3.14159")]
    // Bases
    [InlineData("42", "2A_{16}"), InlineData("42", "0x2A"), InlineData("1010_2", "1010 (base 2)"), InlineData("1010_2", @"1010_{\text{two}}"), InlineData("171", "AB_{16}")]
    // LaTeX reads one token
    [InlineData(@"\frac{a}{b}", @"\frac ab"), InlineData("e^{x+y}", "e^xe^y"), InlineData("6^x", "2^x 3^x"), InlineData("0.5", @"\frac 1 2")]
    // Functions
    [InlineData("f(x)", @"f{\left(x \right)}"), InlineData("f^{-1}(x)=x/2", "x/2"), InlineData("f(x)=x^2", "f(t)=t^2"), InlineData("f(x)=x^2", "y=x^2"), InlineData("y=Ce^{2x}", "y(x)=Ce^{2x}"), InlineData("(n+1)!", "(n+1)n!"), InlineData(@"\frac{n(n-1)}{2}", @"\binom{n}{2}")]
    [InlineData("(-1)^{n+1}", "(-1)^{n-1}"), InlineData(@"\frac{d}{d x} y", @"\frac{dy}{dx}"), InlineData("36", @"\text{lcm}(12,18)"), InlineData("x y z", "xyz"), InlineData("P(A|B)=1/2", "0.5"), InlineData(@"\sin A=\frac35", "0.6")]
    // Congruences
    [InlineData(@"x\equiv 3\pmod 7", "x ≡ 10 (mod 7)"), InlineData(@"x\equiv 3\pmod 7", "3"), InlineData("17", @"17\pmod{20}")]
    public void Numbers_and_functions(string reference, string answer) => Assert.Equal(AnswerOutcome.Equal, AnswerEquality.Grade(reference, answer).Outcome);

    [Theory]
    [InlineData("3.5 million", "3.5"), InlineData("3.5 million", "3.5 billion"), InlineData("two-thirds", "3/2"), InlineData(@"0.\overline{12}", "0.12"), InlineData("2A_{16}", "2B_{16}"), InlineData("f(x)=x^2", "f(t)=x^2"), InlineData("(n+1)!", "n!+1"), InlineData("abc", "cba")]
    [InlineData(@"x\equiv 3\pmod 7", @"x\equiv 3\pmod 8"), InlineData(@"x\equiv 3\pmod 7", @"x\equiv 4\pmod 7"), InlineData("x^{12}", "x^1 2"), InlineData("(a,b)=(1,2)", "(b,a)=(1,2)"), InlineData("x_1=1,x_2=2", "x_1=2,x_2=1")]
    public void Other_numbers_and_functions(string reference, string answer) => Assert.NotEqual(AnswerOutcome.Equal, AnswerEquality.Grade(reference, answer).Outcome);

    [Theory]
    [InlineData("2.5 h", "2 hours 30 minutes"), InlineData("5 ft 6 in", "66 inches"), InlineData(@"20 \mathrm{~m} / \mathrm{s}", "72 km/h"), InlineData("9.8 m/s^2", @"9.8 \mathrm{m} \cdot \mathrm{s}^{-2}"), InlineData("1 N", "1 kg·m/s²"), InlineData(@"2.3\times10^{-5}\mathrm{~mol}\cdot\mathrm{L}^{-1}", "2.3e-5 mol/L")]
    [InlineData("25 degrees Celsius", "298.15 K"), InlineData(@"10 \mu\text{F}", "10 microfarads"), InlineData("7 years old", "7 years"), InlineData("6 boxes", "6"), InlineData(@"\$36 per hour", @"\$36"), InlineData("75¢", "$0.75"), InlineData(@"\frac{\pi}{3}", @"60^\circ"), InlineData("3:30 PM", "15:30"), InlineData("9 am", "9:00 a.m."), InlineData("3:4", "3 to 4")]
    public void Quantities(string reference, string answer) => Assert.Equal(AnswerOutcome.Equal, AnswerEquality.Grade(reference, answer).Outcome);

    [Theory]
    [InlineData("90 minutes", "1 hour 20 minutes"), InlineData("9.8 m/s^2", "9.8 m/s"), InlineData("25 °C", "25 °F"), InlineData(@"\$36 per hour", "€36"), InlineData(@"60^\circ", @"\frac{\pi}{6}"), InlineData("3:30 PM", "3:30 AM"), InlineData("5 people", "5 cars")]
    public void Other_quantities(string reference, string answer) => Assert.NotEqual(AnswerOutcome.Equal, AnswerEquality.Grade(reference, answer).Outcome);

    [Theory]
    [InlineData("(0,1)", "]0,1["), InlineData(@"(-\infty,-2)\cup(2,\infty)", "(-oo,-2) U (2,oo)"), InlineData(@"(-\infty,-2)\cup(2,\infty)", @"(-\infty,-2)\text{ or }(2,\infty)"), InlineData("|x|>2", "x<-2 or x>2"), InlineData("x > -1 and x < 1", "(-1,1)"), InlineData(@"(3,\infty)", @"\{x \mid x > 3\}")]
    [InlineData(@"\mathbb{R}", "all real numbers"), InlineData(@"\emptyset", "no solution"), InlineData(@"\mathbb{R}-\{0\}", @"(-\infty,0)\cup(0,\infty)"), InlineData("x=1, y=2", "(1,2)"), InlineData("(1,2)", "P(1,2)"), InlineData("x = -3, 3", "x_1 = 3, x_2 = -3"), InlineData(@"1,2,\ldots,10", @"1,2,3,\ldots,10"), InlineData(@"\text{Ann and Bob}", "Bob and Ann")]
    [InlineData(@"x=k\pi, k\in\mathbb{Z}", @"x=k\pi (k\in Z)"), InlineData("13440", @"\text{13,440}")]
    public void Sets_and_lists(string reference, string answer) => Assert.Equal(AnswerOutcome.Equal, AnswerEquality.Grade(reference, answer).Outcome);

    [Theory]
    [InlineData("(0,1)", "]0,1]"), InlineData("|x|>2", "x<-2 or x>1"), InlineData(@"(3,\infty)", @"\{x \mid x \ge 3\}"), InlineData("x=1, y=2", "(2,1)"), InlineData("(1,2)", "P(2,1)"), InlineData(@"1,2,\ldots,10", @"1,3,\ldots,10"), InlineData("(11,7) or (7,11)", "(7,11)"), InlineData("no solution", "0")]
    public void Other_sets_and_lists(string reference, string answer) => Assert.NotEqual(AnswerOutcome.Equal, AnswerEquality.Grade(reference, answer).Outcome);

    [Theory]
    [InlineData(@"\begin{pmatrix}1/2&0\\0&1/3\end{pmatrix}", @"\frac16\begin{pmatrix}3&0\\0&2\end{pmatrix}"), InlineData(@"\begin{pmatrix}1\\2\end{pmatrix}", "(1,2)^T"), InlineData(@"\begin{pmatrix}1&2\\3&4\end{pmatrix}", @"\begin{pmatrix}1&2\\[2pt]3&4\end{pmatrix}"), InlineData(@"\begin{pmatrix}7&10\\15&22\end{pmatrix}", @"\begin{pmatrix}1&2\\3&4\end{pmatrix}^2")]
    [InlineData(@"\begin{pmatrix}-2&1\\\frac32&-\frac12\end{pmatrix}", @"\begin{pmatrix}1&2\\3&4\end{pmatrix}^{-1}"), InlineData(@"f(x)=\begin{cases}x&x>0\\-x&x\le0\end{cases}", @"f(x)=\begin{cases}x,&\text{if }x>0\\-x,&\text{if }x\le0\end{cases}")]
    [InlineData(@"\mathrm{C_6H_{12}O_6}", "C6H12O6"), InlineData("Fe^{3+}", "Fe3+"), InlineData("SO4^2-", "SO42-"), InlineData("NH_4^+", "NH4+"), InlineData(@"\mathrm{CaCO_3 \xrightarrow{\Delta} CaO + CO_2\uparrow}", "CaCO3 -> CaO + CO2"), InlineData("MnO4- + 8H+ + 5e- -> Mn2+ + 4H2O", @"8H^+ + MnO_4^- + 5e^- → Mn^{2+} + 4H_2O")]
    public void Matrices_and_chemistry(string reference, string answer) => Assert.Equal(AnswerOutcome.Equal, AnswerEquality.Grade(reference, answer).Outcome);

    [Theory]
    [InlineData("答案是12。", "12"), InlineData("一共有12个苹果。", "12"), InlineData("答えは12です。", "12"), InlineData("정답은 12입니다.", "12"), InlineData("La respuesta es 12.", "12"), InlineData("The vertex is at the point (3,4).", "(3,4)"), InlineData("The roots are $x=2$ and $x=3$.", "2,3"), InlineData("Hence $x > 3$.", "x>3"), InlineData("$400 + $60 = **$460**", "460")]
    [InlineData(@"x = -\boxed{3}", "-3"), InlineData("May 4, 2020", "May 4, 2020"), InlineData("{\"answer\": 12}", "12"), InlineData("```\n12\n```", "12")]
    public void Outputs(string output, string reference) => Assert.Equal(AnswerOutcome.Equal, AnswerEquality.GradeOutput(reference, output).Outcome);
}
