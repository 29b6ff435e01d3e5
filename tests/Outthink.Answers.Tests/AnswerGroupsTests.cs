namespace Outthink.Answers.Tests;

public sealed class AnswerGroupsTests
{
    [Fact]
    public void Equal_values_share_a_class_numbered_by_first_appearance() =>
        Assert.Equal([0, 1, 0, 2, 1], AnswerGroups.Group(["1/2", "3", "0.5", "x", "3.0"]));

    [Fact]
    public void The_last_complete_box_is_the_answer()
    {
        Extraction? found = AnswerExtractor.Extract(@"so \boxed{3} and then I checked that it is \boxed{\frac{1}{2}}.");
        Assert.Equal(@"\frac{1}{2}", found?.Text);
        Assert.Equal(ExtractionRule.Box, found?.Rule);
        Assert.False(AnswerExtractor.HasFinalAnswer(@"so \boxed{3"));
    }
}
