namespace Outthink.Answers.Tests;

public sealed class ChemistryTests
{
    [Theory]
    [InlineData("H2O", @"\mathrm{H_2O}"), InlineData("Ca(OH)2", @"\ce{Ca(OH)2}"), InlineData("C2H5OH", "C2H6O"), InlineData("SO4^2-", @"\mathrm{SO_4^{2-}}"), InlineData("Fe^{3+}", @"\text{Fe}^{3+}"), InlineData("CuSO4*5H2O", @"CuSO_4 \cdot 5H_2O")]
    [InlineData("2H2 + O2 -> 2H2O", @"O_2 + 2H_2 \rightarrow 2H_2O"), InlineData("2H2 + O2 -> 2H2O", "4H2 + 2O2 -> 4H2O"), InlineData("2H2 + O2 -> 2H2O", "H2 + 1/2O2 -> H2O"), InlineData("N2 + 3H2 -> 2NH3", "N2(g) + 3H2(g) = 2NH3(g)")]
    [InlineData("0.50 mol", "500 mmol"), InlineData("101.325 kPa", "1 atm"), InlineData("250 mL", "0.25 L")]
    public void The_same_substance_reaction_or_amount(string reference, string answer)
    {
        Assert.True(AnswerEquality.Grade(reference, answer).IsEqual);
        Assert.True(AnswerEquality.Same(reference, answer).IsEqual);
    }

    [Theory]
    [InlineData("H2O", "H2O2"), InlineData("CO", "Co"), InlineData("Fe^{2+}", "Fe^{3+}"), InlineData("SO4^2-", "SO4"), InlineData("NaCl", "KCl")]
    [InlineData("2H2 + O2 -> 2H2O", "2H2O -> 2H2 + O2"), InlineData("2H2 + O2 -> 2H2O", "H2 + O2 -> 2H2O"), InlineData("250 mL", "250 L"), InlineData("0.5 mol", "0.5 g")]
    public void Another_substance_reaction_or_amount(string reference, string answer)
    {
        Assert.False(AnswerEquality.Grade(reference, answer).IsEqual);
        Assert.False(AnswerEquality.Same(reference, answer).IsEqual);
    }
}
