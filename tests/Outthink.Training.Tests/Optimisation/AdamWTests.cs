using Outthink.Training.Data;
using Outthink.Training.Network;
using Outthink.Training.Optimisation;
using Outthink.Training.Text;

namespace Outthink.Training.Tests.Optimisation;

public sealed class AdamWTests
{
    private readonly Transformer _network = new(new NetworkShape(32, 1, 2, 32, new FamilyTokeniser().Tokens.Length), seed: 2);
    private readonly AdamW _optimiser;

    public AdamWTests() => _optimiser = new AdamW(_network);

    [Fact]
    public void The_average_of_a_short_run_is_the_mean_of_its_weights()
    {
        var sums = new double[_network.Weights.Length];
        const int Updates = 5;
        for (var update = 0; update < Updates; update++)
        {
            Step(update);
            for (var i = 0; i < sums.Length; i++) sums[i] += _network.Weights[i];
        }

        for (var i = 0; i < sums.Length; i++) Assert.Equal(sums[i] / Updates, _optimiser.AverageWeights[i], 1e-6);
    }

    [Fact]
    public void The_average_of_a_long_run_forgets_its_start()
    {
        Step(0);
        _optimiser.AverageWeights.Fill(1);

        Step(1_000_000);

        for (var i = 0; i < _network.Weights.Length; i++) Assert.Equal(0.998 + 0.002 * _network.Weights[i], _optimiser.AverageWeights[i], 1e-6);
    }

    [Fact]
    public void Exchanging_the_average_twice_changes_nothing()
    {
        Step(0);
        Step(1);
        var weights = _network.Weights.ToArray();
        var average = _optimiser.AverageWeights.ToArray();

        _optimiser.ExchangeAverage();
        Assert.Equal(average, _network.Weights.ToArray());
        _optimiser.ExchangeAverage();

        Assert.Equal(weights, _network.Weights.ToArray());
        Assert.Equal(average, _optimiser.AverageWeights.ToArray());
    }

    private void Step(int update)
    {
        var batch = new PackedBatch();
        new BatchBuilder(TrainingText.Solutions, seed: 1, 200).Fill(batch, update);
        _network.LossAndGradients(batch);
        _optimiser.Step(update, 1e-2f);
    }
}
