using System.Collections.Immutable;
using Outthink.Backends.ModelCards;
using Outthink.Backends.Prompts;
using Outthink.Engine;
using CardReadOut = Outthink.Backends.ModelCards.ReadOut;

namespace Outthink.Backends.Local;

/// <summary>A process reward model on the embedded engine: one forward pass over each new step, on KV forked from its parent's.</summary>
public sealed class LocalRewardModel : ProcessRewardModel
{
    private readonly PromptWriter prompts;

    private LocalRewardModel(LanguageModel model, ModelCard card)
    {
        Model = model;
        Card = card;
        prompts = new(card, model.Tokenizer, model.Config.ContextLength);
        Steps = new(card, model.Tokenizer, prompts.Turns);
        Reader = ScoreReader.For(card, model);
    }

    public override string Name => Card.Name;

    public ModelCard Card { get; }

    public LanguageModel Model { get; }

    internal StepWriter Steps { get; }

    internal ScoreReader Reader { get; }

    /// <inheritdoc cref="LocalPolicy.Load"/>
    /// <exception cref="ModelCardException">The card is no reward model's, or it is for another model: its label tokens, its marker or its head are not there.</exception>
    public static LocalRewardModel Load(InferenceEngine engine, ModelCard card)
    {
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentNullException.ThrowIfNull(card);
        if (card.ReadOut is null) throw new ModelCardException($"The card '{card.Name}' does not say how a score is read (readOut).");
        return new(engine.Load(card.File), card);
    }

    public override RewardScope Open(Problem problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        return new LocalRewardScope(this, prompts.Tokens(problem));
    }

    /// <summary>What the model reads of a problem and the steps of a solution.</summary>
    /// <exception cref="ProblemRejectedException">The problem is empty, or longer than the model's context.</exception>
    public RewardInput InputOf(Problem problem, ImmutableArray<Step> steps)
    {
        ArgumentNullException.ThrowIfNull(problem);
        ImmutableArray<int> prompt = prompts.Tokens(problem);
        StepInput input = Steps.Write(steps.AsSpan(), before: 0);
        bool isOutcome = Card.ReadOut == CardReadOut.Outcome;
        ImmutableArray<int> tokens = [.. prompt, .. isOutcome ? input.Branch : input.Tokens];
        return new() { Tokens = tokens, ReadAt = isOutcome ? [tokens.Length - 1] : [.. input.ReadAt.Select(place => prompt.Length + place)] };
    }
}
