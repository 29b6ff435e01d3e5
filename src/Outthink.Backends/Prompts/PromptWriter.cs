using System.Collections.Immutable;
using Outthink.Backends.ModelCards;
using Outthink.Engine.Text;

namespace Outthink.Backends.Prompts;

/// <summary>A card's problems as the tokens of its model. Immutable and thread-safe.</summary>
internal sealed class PromptWriter
{
    private readonly ModelCard card;
    private readonly Tokenizer tokenizer;
    private readonly int context;

    /// <exception cref="ModelCardException">The card does not fit the model.</exception>
    /// <exception cref="Engine.Text.Templates.ChatTemplateException">The model's chat template cannot be read.</exception>
    public PromptWriter(ModelCard card, Tokenizer tokenizer, int context)
    {
        (this.card, this.tokenizer, this.context) = (card, tokenizer, context);
        if (card.Chat is not null) Chat = ChatWriter.For(card);
        if (Chat is not null && (card.Chat!.Reply ?? (card is { ReadOut: ReadOut.Outcome, Layout.Closing: null } ? "" : null)) is not null) Turns = TurnFrame.Of(Chat, card);
        foreach (string piece in card.RequiredTokens)
        {
            if (tokenizer.Find(piece) is null)
                throw new ModelCardException($"The token '{piece}' that the card '{card.Name}' needs is not in the vocabulary of {card.File}: the card is for another model.");
        }
    }

    /// <summary>Null for models that are prompted by plain text.</summary>
    public ChatWriter? Chat { get; }

    /// <summary>What stands around turns, where the card's layout needs it.</summary>
    public TurnFrame? Turns { get; }

    /// <summary>The problem as text.</summary>
    public ImmutableArray<TextSegment> Write(Problem problem)
    {
        string text = problem.Text.Trim();
        if (Chat is null) return SegmentList.Fill(card.Prompt, "{problem}", text);
        if (Turns is null) return Chat.Write(problem);
        string user = Chat.Messages(text)[^1].Content;
        return card.Chat!.Reply is null ? [.. Turns.Before, new(user, false), .. Turns.Reply] : [.. Turns.Before, new(user, false)];
    }

    /// <summary>The problem as token ids.</summary>
    /// <exception cref="ProblemRejectedException">The problem is empty, or longer than the model's context.</exception>
    public ImmutableArray<int> Tokens(Problem problem)
    {
        if (string.IsNullOrWhiteSpace(problem.Text)) throw new ProblemRejectedException("The problem is empty. Write a question.");
        // A chat template writes the beginning of a sequence itself.
        var tokens = tokenizer.Encode(Write(problem).AsSpan(), addSpecial: Chat is null);
        if (tokens.IsEmpty) throw new ProblemRejectedException("The problem leaves no token. Write a question.");
        return tokens.Length < context
            ? tokens
            : throw new ProblemRejectedException(
                $"The problem takes {tokens.Length} tokens, but {card.Name} reads at most {context}, and the answer needs room too. Shorten it, or choose a model with a longer context.");
    }
}
