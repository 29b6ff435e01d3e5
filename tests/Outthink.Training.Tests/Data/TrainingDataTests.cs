using Outthink.Evaluation.Suites;
using Outthink.Evaluation.Suites.Arithmetic;
using Outthink.Training.Data;
using Outthink.Training.Network;
using Outthink.Training.Text;

namespace Outthink.Training.Tests.Data;

public sealed class TrainingDataTests
{
    [Theory]
    [InlineData("Step 1: 120 + 35 = 155\n\n", "Step 1: 021 + 53 = 551\n\n")]
    [InlineData("no digits", "no digits")]
    [InlineData("12", "21")]
    [InlineData("", "")]
    public void Reversing_digits_leaves_the_rest(string text, string reversed) => Assert.Equal(reversed, Digits.Reverse(text));

    [Fact]
    public void Batches_hold_no_held_out_problem()
    {
        var tokeniser = new FamilyTokeniser();
        var batch = new PackedBatch();
        new BatchBuilder(TrainingText.Solutions, seed: 1, tokensPerBatch: 20_000).Fill(batch, 0);
        Assert.True(batch.Documents.Count > 100);
        Assert.All(batch.Documents, document =>
        {
            var text = tokeniser.Decode(batch.Tokens.Skip(document.Start).Take(document.FirstActive));
            Assert.False(ArithmeticSuite.IsHeldOut(text));
            Assert.Equal(FamilyTokeniser.Delimiter, batch.Tokens[document.Start + document.FirstActive]);
        });
    }

    [Fact]
    public void A_corrupted_solution_is_wrong_in_its_last_step_only()
    {
        var random = new SplitMix64(8);
        foreach (var problem in ArithmeticSuite.Draw(8, 500))
        {
            var steps = Corruption.FirstError(problem, ref random);
            Assert.Equal(steps.Length - 1, problem.RightSteps(steps));
        }
    }

    [Fact]
    public void Labels_stand_at_step_ends()
    {
        var tokeniser = new FamilyTokeniser();
        var problem = ArithmeticSuite.Draw(8, 1)[0];
        var batch = new PackedBatch();
        new BatchBuilder(TrainingText.StepLabels, 0, 0).AddSteps(batch, problem.Text, problem.Steps, right: 1);
        var labels = batch.Targets.Index().Where(target => target.Item >= 0).ToArray();

        Assert.Equal([tokeniser.Id("+"), tokeniser.Id("-"), tokeniser.Id("-")], labels.Select(label => label.Item));
        Assert.All(labels, label => Assert.Equal(FamilyTokeniser.Delimiter, batch.Tokens[batch.ActiveToRow[label.Index]]));
    }
}
