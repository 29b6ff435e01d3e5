using System.Collections.Immutable;
using Outthink.Backends.ModelCards;
using Outthink.Engine;
using CardReadOut = Outthink.Backends.ModelCards.ReadOut;
using EngineReadOut = Outthink.Engine.ReadOut;

namespace Outthink.Backends.Local;

/// <summary>How a card's scores are read: what the engine is asked for at the steps' ends, and what number that makes.</summary>
internal sealed class ScoreReader
{
    private readonly CardReadOut kind;
    private readonly ImmutableArray<int> labels;

    private ScoreReader(CardReadOut kind, ImmutableArray<int> labels) => (this.kind, this.labels) = (kind, labels);

    /// <exception cref="ModelCardException">The labels or the head that the card reads are not there.</exception>
    public static ScoreReader For(ModelCard card, LanguageModel model)
    {
        ImmutableArray<int> labels = card.LabelTokens is { } named ? [Find(named.Good), Find(named.Bad)] : [];
        int outputs = card.ReadOut switch { CardReadOut.Value or CardReadOut.Outcome => 1, CardReadOut.TwoClass => 2, _ => 0 };
        if (outputs > 0 && model.Config.HeadOutputs != outputs)
        {
            throw new ModelCardException(
                $"The card '{card.Name}' reads a reward head of {outputs} output{(outputs == 1 ? "" : "s")}, but {card.File} has {(model.Config.HeadOutputs == 0 ? "no head" : $"one of {model.Config.HeadOutputs}")}. "
                + "Without it there are no scores: get the model with its head (GGUF tensors cls.output.weight and .bias), or convert it again.");
        }
        return new(card.ReadOut!.Value, labels);

        int Find(string piece) => model.Tokenizer.Find(piece)
            ?? throw new ModelCardException($"The label token '{piece}' of '{card.Name}' is not in the vocabulary of {card.File}.");
    }

    /// <summary>What to ask at these places of the continuations; where each token is read, from these tokens on (empty: from the first).</summary>
    public EngineReadOut At(ImmutableArray<ImmutableArray<int>> positions, ImmutableArray<int> from) => kind switch
    {
        CardReadOut.Likelihood => new EngineReadOut.TokenLogProbs { From = from },
        CardReadOut.Labels => new EngineReadOut.LabelLogProbs { Positions = positions, Labels = labels },
        _ => new EngineReadOut.Head { Positions = positions },
    };

    /// <summary>One score for each place, from what the engine answered.</summary>
    public IEnumerable<double> Scores(ImmutableArray<float> values) => kind switch
    {
        CardReadOut.Labels => values.Where((_, i) => i % 2 == 0).Select(good => Math.Exp(good)),
        CardReadOut.Value or CardReadOut.Outcome => values.Select(value => Sigmoid(value)),
        // The softmax over two outputs is the sigmoid of their difference.
        CardReadOut.TwoClass => values.Chunk(2).Select(pair => Sigmoid((double)pair[1] - pair[0])),
        _ => throw new InvalidOperationException($"Nothing is read at places for {kind}."),
    };

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));
}
