using FsCheck.Xunit;

namespace Outthink.Answers.Tests;

/// <summary><see cref="AnswerEquality.Same"/> is an equivalence; it does not see how a value is written, and sees every change of it.</summary>
public sealed class EquivalenceTests
{
    // Answers that lie close together: whatever relation holds between three of them, it must be consistent.
    static readonly string[] Pool =
    [
        "1/2", "0.5", @"\frac12", "50%", "0.50", "2/4", "x=1/2", "1:2", "3:6", "{1/2}", "(1,2)", "[1,2]", @"\{1,2\}", "1,2", "2,1", "2, 1", "x=1, x=2", "1,1", @"\{1,1\}", "1", "one",
        @"\sqrt{2}", "2^{1/2}", @"\frac{2}{\sqrt2}", "1.41421356", "90^\\circ", "90", @"\frac{\pi}{2}", "$5", "5", @"5\text{ cm}", @"50\text{ mm}", @"0.05\text{ m}", "x", "X", "x+1", "1+x", @"\sqrt{x^2}", "|x|",
        @"\sqrt{x}^2", "(x^2)/x", "x<1", "1>x", "x \\le 1", @"(-\infty,1)", "yes", "Yes", "true", "no", "A", "(A)", "(A) red", "red", "52_8", "42", "y=2x", "2x-y=0", "2y=4x", @"1\pm\sqrt2", @"1-\sqrt2, 1+\sqrt2",
        "i", @"\sqrt{-1}", @"e^{i\pi}", "-1", @"\frac{x^2-1}{x-1}", @"\begin{pmatrix}1\\2\end{pmatrix}", "H2O", @"\mathrm{H_2O}", "", " ", "(", "?", "1/0", @"\ln x^2", @"2\ln x", "[1,2)", @"[1,1.5]\cup[1.5,2)", "12:05", "sin x", @"\cos(x-\frac{\pi}{2})",
    ];

    [Fact]
    public void It_is_reflexive_and_symmetric_and_transitive_on_answers_that_lie_close_together()
    {
        bool[,] same = new bool[Pool.Length, Pool.Length];
        for (int i = 0; i < Pool.Length; i++)
            for (int j = 0; j < Pool.Length; j++) same[i, j] = AnswerEquality.Same(Pool[i], Pool[j]).IsEqual;
        for (int i = 0; i < Pool.Length; i++)
        {
            Assert.True(same[i, i], Pool[i]);
            for (int j = 0; j < Pool.Length; j++)
            {
                Assert.True(same[i, j] == same[j, i], $"{Pool[i]} and {Pool[j]}");
                for (int k = 0; k < Pool.Length; k++)
                    Assert.True(!same[i, j] || !same[j, k] || same[i, k], $"{Pool[i]}, {Pool[j]} and {Pool[k]}");
            }
        }
    }

    [Fact]
    public void Groups_are_its_classes()
    {
        IReadOnlyList<int> classes = AnswerGroups.Group(Pool);
        for (int i = 0; i < Pool.Length; i++)
            for (int j = 0; j < Pool.Length; j++)
                Assert.True(AnswerEquality.Same(Pool[i], Pool[j]).IsEqual == (classes[i] == classes[j]), $"{Pool[i]} and {Pool[j]}");
        Assert.Equal(classes.Distinct().Order(), Enumerable.Range(0, classes.Max() + 1));
    }

    [Property(MaxTest = 300, Arbitrary = [typeof(Expressions)])]
    public bool It_is_reflexive_and_symmetric_and_transitive_on_generated_triples(Tree a, Tree b, Tree c)
    {
        string[] written = [a.Latex, b.Latex, c.Latex];
        bool ab = AnswerEquality.Same(written[0], written[1]).IsEqual, bc = AnswerEquality.Same(written[1], written[2]).IsEqual, ac = AnswerEquality.Same(written[0], written[2]).IsEqual;
        return written.All(w => AnswerEquality.Same(w, w).IsEqual) && ab == AnswerEquality.Same(written[1], written[0]).IsEqual && (!ab || !bc || ac);
    }

    [Property(MaxTest = 300, Arbitrary = [typeof(Expressions)])]
    public bool It_does_not_see_the_way_of_writing(Tree tree) =>
        AnswerEquality.Same(tree.Latex, tree.Plain).IsEqual && AnswerEquality.Grade(tree.Latex, tree.Plain).IsEqual && AnswerEquality.Grade(tree.Plain, tree.Latex).IsEqual;

    [Property(MaxTest = 200, Arbitrary = [typeof(Expressions)])]
    public void It_is_kept_by_a_dozen_rewrites_and_broken_by_changes_of_the_value(Tree tree)
    {
        string text = tree.Latex;
        string[] kept =
        [
            $"${text}$", $"\\boxed{{{text}}}", $"\\left({text}\\right)", $"{text} + 0", $"1 \\cdot {text}", $"\\frac{{{text}}}{{1}}", $"-(-({text}))", $"\\frac{{2\\cdot({text})}}{{2}}", $"({text})^1",
            $"{text} + 3 - 3", text.Replace(" ", "", StringComparison.Ordinal), text.Replace("\\frac", "\\dfrac", StringComparison.Ordinal), $"\\displaystyle {text}.", $"\\[{text}\\]", text.Replace("\\left", "", StringComparison.Ordinal).Replace("\\right", "", StringComparison.Ordinal),
        ];
        Assert.All(kept, k => Assert.True(AnswerEquality.Same(text, k).IsEqual, $"{text} and {k}"));
        string[] changed = [$"{text} + 1", $"{text} - \\frac{{1}}{{10^9}}", $"({text}, {text})", $"{text} + z", $"\\{{{text}, 10^{{7}}\\}}", $"{text} < 1"];
        Assert.All(changed, c => Assert.False(AnswerEquality.Same(text, c).IsEqual, $"{text} and {c}"));
        Assert.All(changed, c => Assert.False(AnswerEquality.Grade(text, c).IsEqual, $"{text} <- {c}"));
    }
}
