using Outthink.Backends.ModelCards;
using Outthink.Engine;

namespace Outthink.Backends.Local;

/// <summary>A process reward model on the embedded engine: one forward pass over each new step, on KV forked from its parent's.</summary>
public sealed class LocalRewardModel : ProcessRewardModel
{
    private LocalRewardModel(LanguageModel model, ModelCard card, int goodLabel, int badLabel)
    {
        Model = model;
        Card = card;
        GoodLabel = goodLabel;
        BadLabel = badLabel;
    }

    public override string Name => Card.Name;

    public ModelCard Card { get; }

    public LanguageModel Model { get; }

    internal int GoodLabel { get; }

    internal int BadLabel { get; }

    /// <inheritdoc cref="LocalPolicy.Load"/>
    /// <exception cref="ModelCardException">The card is no reward model's, or its label tokens are not in the vocabulary.</exception>
    public static LocalRewardModel Load(InferenceEngine engine, ModelCard card)
    {
        if (card.ReadOut is null) throw new ModelCardException($"The card '{card.Name}' does not say how a score is read (readOut).");
        LanguageModel model = engine.Load(card.File);
        if (card.LabelTokens is not { } labels) return new(model, card, -1, -1);
        return new(model, card, Find(labels.Good), Find(labels.Bad));

        int Find(string piece) => model.Tokenizer.Find(piece)
            ?? throw new ModelCardException($"The label token '{piece}' of '{card.Name}' is not in the vocabulary of {card.File}.");
    }

    public override RewardScope Open(Problem problem) => new LocalRewardScope(this, LocalPolicy.PromptTokens(Model, Card, problem));
}
