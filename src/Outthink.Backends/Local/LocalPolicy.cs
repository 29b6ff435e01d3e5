using System.Collections.Immutable;
using Outthink.Backends.ModelCards;
using Outthink.Engine;

namespace Outthink.Backends.Local;

/// <summary>A policy on the embedded engine.</summary>
public sealed class LocalPolicy : Policy
{
    private LocalPolicy(LanguageModel model, ModelCard card)
    {
        Model = model;
        Card = card;
    }

    public override string Name => Card.Name;

    public ModelCard Card { get; }

    public LanguageModel Model { get; }

    /// <summary>Loads the card's weights into the engine; a file already loaded is shared.</summary>
    /// <exception cref="Engine.Weights.ModelFileException">The file is damaged, or of a kind the engine does not run.</exception>
    public static LocalPolicy Load(InferenceEngine engine, ModelCard card) => new(engine.Load(card.File), card);

    public override PolicyScope Open(Problem problem) => new LocalPolicyScope(this, PromptTokens(Model, Card, problem));

    /// <summary>The problem laid out as token ids.</summary>
    internal static ImmutableArray<int> PromptTokens(LanguageModel model, ModelCard card, Problem problem)
    {
        if (string.IsNullOrWhiteSpace(problem.Text)) throw new ProblemRejectedException("The problem is empty. Write a question.");
        var tokens = model.Tokenizer.Encode(card.PromptFor(problem), addSpecial: true, parseSpecial: false);
        int context = model.Config.ContextLength;
        return tokens.Length < context
            ? tokens
            : throw new ProblemRejectedException(
                $"The problem takes {tokens.Length} tokens, but {card.Name} reads at most {context}, and the answer needs room too. Shorten it, or choose a model with a longer context.");
    }
}
