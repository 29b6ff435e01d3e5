using Outthink.Backends.ModelCards;
using Outthink.Backends.Prompts;
using Outthink.Engine;

namespace Outthink.Backends.Local;

/// <summary>A policy on the embedded engine.</summary>
public sealed class LocalPolicy : Policy
{
    private readonly PromptWriter prompts;

    private LocalPolicy(LanguageModel model, ModelCard card)
    {
        Model = model;
        Card = card;
        prompts = new(card, model.Tokenizer, model.Config.ContextLength);
        Thinking = card.Thinking is { } span ? new(span, model.Tokenizer, card) : null;
    }

    public override string Name => Card.Name;

    public ModelCard Card { get; }

    public LanguageModel Model { get; }

    /// <summary>How to tell thoughts from the answer; null for policies that do not think first.</summary>
    internal ThoughtReader? Thinking { get; }

    /// <summary>Loads the card's weights into the engine; a file already loaded is shared.</summary>
    /// <exception cref="Engine.Weights.ModelFileException">The file is damaged, or of a kind the engine does not run.</exception>
    /// <exception cref="ModelCardException">The card is for another model: tokens that it names are not there.</exception>
    /// <exception cref="Engine.Text.Templates.ChatTemplateException">The model's chat template cannot be read.</exception>
    public static LocalPolicy Load(InferenceEngine engine, ModelCard card)
    {
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentNullException.ThrowIfNull(card);
        LanguageModel model = engine.Load(card.File);
        int[] stops = [.. card.StopTokens.Select(model.Tokenizer.Find).OfType<int>()];
        if (stops.Length == 0 && !card.StopTokens.IsEmpty)
            throw new ModelCardException($"None of the tokens that end an answer of '{card.Name}' ({string.Join(", ", card.StopTokens)}) is in the vocabulary of {card.File}: the card is for another model.");
        if (stops.FirstOrDefault(id => !model.Tokenizer.IsEndOfGeneration(id), -1) is >= 0 and var deaf)
            throw new ModelCardException($"Token {deaf} ends an answer by the card '{card.Name}', but {card.File} does not say so: convert the model again with its end-of-turn token, or leave it out of stopTokens.");
        return new(model, card);
    }

    public override PolicyScope Open(Problem problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        bool startsInThoughts = Thinking?.IsOpen(SegmentList.TextOf(prompts.Write(problem))) ?? false;
        return new LocalPolicyScope(this, prompts.Tokens(problem), startsInThoughts);
    }
}
