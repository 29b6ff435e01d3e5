using Outthink.Training.Data;
using Outthink.Training.Network;
using Outthink.Training.Text;

namespace Outthink.Training.Tests.Network;

public sealed class TransformerTests
{
    private static readonly NetworkShape s_shape = new(32, 2, 2, 48, new FamilyTokeniser().Tokens.Length);

    /// <summary>Each tensor's gradient against the loss's slope along one random direction, by central differences.</summary>
    [Theory]
    [InlineData(TrainingText.Solutions)]
    [InlineData(TrainingText.StepLabels)]
    public void Gradients_are_the_slopes_of_the_loss(TrainingText text)
    {
        var network = new Transformer(s_shape, seed: 3);
        var batch = Batch(text, 200);
        network.LossAndGradients(batch);
        var gradients = network.Gradients.ToArray();
        var random = new Evaluation.Suites.SplitMix64(5);
        foreach (var tensor in network.Layout.Tensors)
        {
            var direction = new float[tensor.Count];
            double expected = 0, length = 0;
            for (var i = 0; i < tensor.Count; i++)
            {
                // Mostly along the gradient, so that the slope stands well above the rounding of the loss.
                direction[i] = gradients[tensor.Offset + i] * (0.5f + random.Fraction());
                expected += (double)direction[i] * gradients[tensor.Offset + i];
                length += (double)direction[i] * direction[i];
            }
            var step = 2e-2 / Math.Sqrt(length);
            var slope = (Loss(network, batch, tensor, direction, step) - Loss(network, batch, tensor, direction, -step)) / (2 * step);
            Assert.InRange(slope / expected, 0.97, 1.03);
        }
    }

    [Fact]
    public void A_document_is_predicted_the_same_alone_and_among_others()
    {
        var network = new Transformer(s_shape, seed: 4);
        var together = Batch(TrainingText.Solutions, 500);
        var values = network.TargetLogProbabilities(together, out _);
        var document = together.Documents[2];
        var alone = new PackedBatch();
        alone.Add(
            [.. together.Tokens.Skip(document.Start).Take(document.Length)],
            document.FirstActive,
            [.. together.Targets.Skip(document.ActiveStart).Take(document.Length - document.FirstActive)]);

        var single = network.TargetLogProbabilities(alone, out _);

        Assert.Equal(values.Skip(document.ActiveStart).Take(document.Length - document.FirstActive), single.Take(document.Length - document.FirstActive));
    }

    [Fact]
    public void A_later_token_does_not_change_an_earlier_prediction()
    {
        var network = new Transformer(s_shape, seed: 4);
        int[] tokens = [0, 300, 310, 320, 330, 340], targets = [5, 6, 7, 8];
        var batch = new PackedBatch();
        batch.Add(tokens, 2, targets);
        var before = network.TargetLogProbabilities(batch, out _);
        tokens[5] = 400;
        batch.Clear();
        batch.Add(tokens, 2, targets);

        var after = network.TargetLogProbabilities(batch, out _);

        Assert.Equal(before[..3], after[..3]);
        Assert.NotEqual(before[3], after[3]);
    }

    private static PackedBatch Batch(TrainingText text, int tokens)
    {
        var batch = new PackedBatch();
        new BatchBuilder(text, seed: 1, tokens).Fill(batch, 0);
        return batch;
    }

    private static double Loss(Transformer network, PackedBatch batch, ParameterLayout.Tensor tensor, float[] direction, double step)
    {
        var weights = network.Weights.Slice(tensor.Offset, tensor.Count);
        var before = weights.ToArray();
        for (var i = 0; i < weights.Length; i++) weights[i] += (float)(step * direction[i]);
        network.WeightsChanged();
        var loss = network.LossAndGradients(batch);
        before.CopyTo(weights);
        network.WeightsChanged();
        return loss;
    }
}
