namespace Outthink.Answers.Tests;

public sealed class ExtractionTests
{
    [Theory]
    [InlineData(@"so \boxed{3} is it", "3", ExtractionRule.Box), InlineData(@"\boxed{\frac{1}{2}}", @"\frac{1}{2}", ExtractionRule.Box), InlineData(@"\fbox{7}", "7", ExtractionRule.Box), InlineData(@"\boxed 7", "7", ExtractionRule.Box)]
    [InlineData(@"First \boxed{1}. Later \boxed{2}.", "2", ExtractionRule.Box), InlineData(@"\boxed{1} and \boxed{2}", "1, 2", ExtractionRule.Box), InlineData(@"\boxed{1} or \boxed{2}", "1 or 2", ExtractionRule.Box), InlineData(@"\boxed{1/2}, \boxed{0.5}", "0.5", ExtractionRule.Box)]
    [InlineData("It is \\boxed{12\nmore", "12", ExtractionRule.UnclosedBox), InlineData("Work.\n#### 1,234", "1,234", ExtractionRule.Hashes), InlineData("<answer>London</answer>", "London", ExtractionRule.Tag)]
    [InlineData("Final Answer: The final answer is $(0, 1)$. I hope it is correct.", "$(0, 1)$", ExtractionRule.FinalPhrase), InlineData("**Final Answer:** \\(7\\pi\\)", @"\(7\pi\)", ExtractionRule.FinalPhrase), InlineData("The answer is 12.", "12", ExtractionRule.Phrase)]
    [InlineData("We find that $x < 3$.", "x < 3", ExtractionRule.InlineMath), InlineData("Therefore, $$3!$$", "3!", ExtractionRule.DisplayMath), InlineData("64 + 67 = **131** sheets were left", "131", ExtractionRule.LastNumber), InlineData("It fell from $x$ to a half. It rose by 100%.", "100%", ExtractionRule.LastNumber)]
    [InlineData("3+2", "3+2", ExtractionRule.Whole), InlineData("<think>\\boxed{4}</think>The answer is 5", "5", ExtractionRule.Phrase), InlineData("<think>maybe 3\n\\boxed{4}", "4", ExtractionRule.Box), InlineData("The answer is 5.<|im_end|>\n<|im_start|>user\n7", "5", ExtractionRule.Phrase)]
    public void The_strongest_mark_wins(string output, string answer, ExtractionRule rule)
    {
        Extraction? found = AnswerExtractor.Extract(output);
        Assert.Equal((answer, rule), (found?.Text, found?.Rule));
        Assert.InRange(found!.Start, 0, output.Length - found.Length);
    }

    [Theory]
    [InlineData(""), InlineData("   "), InlineData("<think>it may be 3"), InlineData("no numbers in this sentence at all, since it only goes on and on in words"), InlineData(@"\boxed{}")]
    public void No_answer_is_null(string output) => Assert.Null(AnswerExtractor.Extract(output));

    [Theory]
    [InlineData("The answer is (C).", "C"), InlineData("I think it's (D).", "D"), InlineData("**C**", "C"), InlineData("B) because A is wrong", "B"), InlineData("It's not A because of this, so it's B", "B"), InlineData("The answer is C.\n\nAnswer: A", "A")]
    [InlineData(@"\boxed{\text{(B)}}", "B"), InlineData("C.", "C"), InlineData("After some thought, answer: D", "D"), InlineData("réponse est C non A", "C"), InlineData("B。不是 A", "B")]
    public void A_choice_is_the_last_anchored_letter(string output, string letter) =>
        Assert.Equal(letter, AnswerExtractor.Extract(output, new ExtractionOptions { Choices = ["A", "B", "C", "D"] })?.Text);

    [Theory]
    [InlineData("A long explanation of biology"), InlineData("No letter here")]
    public void An_article_is_no_choice(string output) =>
        Assert.DoesNotContain(AnswerExtractor.Extract(output, new ExtractionOptions { Choices = ["A", "B", "C", "D"] })?.Text, (string?[])["A", "B", "C", "D"]);

    [Fact]
    public void The_text_of_a_choice_stands_for_its_letter() =>
        Assert.True(AnswerEquality.GradeOutput("B", @"So \boxed{12}.", new GradeOptions { Choices = ["A", "B"], ChoiceTexts = ["10", "12"] }).IsEqual);

    [Fact]
    public void Only_a_complete_box_is_a_final_answer()
    {
        Assert.True(AnswerExtractor.HasFinalAnswer(@"so \boxed{3}"));
        Assert.False(AnswerExtractor.HasFinalAnswer(@"so \boxed{3"));
        Assert.False(AnswerExtractor.HasFinalAnswer(@"<think>so \boxed{3}, or not?"));
        Assert.False(AnswerExtractor.HasFinalAnswer(@"so \boxed{3}, or not?</think> Well."));
        Assert.True(AnswerExtractor.HasFinalAnswer(@"so \boxed{2}, or not?</think> It is \boxed{3}."));
        Assert.False(AnswerExtractor.HasFinalAnswer("the answer is 3"));
    }
}
