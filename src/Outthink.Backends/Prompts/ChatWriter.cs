using System.Collections.Immutable;
using Outthink.Backends.ModelCards;
using Outthink.Engine.Text;
using Outthink.Engine.Text.Templates;

namespace Outthink.Backends.Prompts;

/// <summary>Conversations in the form that a model's chat template gives them. Immutable and thread-safe.</summary>
public sealed class ChatWriter
{
    private readonly ChatTemplate template;
    private readonly ChatLayout layout;
    private readonly ModelIdentity model;

    private ChatWriter(ChatTemplate template, ChatLayout layout, ModelIdentity model) => (this.template, this.layout, this.model) = (template, layout, model);

    /// <summary>The writer of a card's model: with the card's template, the model's own, or the card's for models without one.</summary>
    /// <exception cref="ModelCardException">There is no template.</exception>
    /// <exception cref="ChatTemplateException">The template cannot be read.</exception>
    public static ChatWriter For(ModelCard card)
    {
        ArgumentNullException.ThrowIfNull(card);
        return For(card, ModelIdentity.TryRead(card.File) ?? new());
    }

    internal static ChatWriter For(ModelCard card, ModelIdentity model)
    {
        ChatLayout layout = card.Chat ?? new();
        string source = layout.Template ?? model.ChatTemplate ?? layout.Fallback
            ?? throw new ModelCardException($"'{card.File}' has no chat template; write one into its card as chat.template, or a plain prompt.");
        return new(ChatTemplate.Parse(source, $"the chat template of {card.Name}"), layout, model);
    }

    /// <summary>
    /// The conversation. When an assistant spoke last, its turn stays open: its text stands at the end as it is, since
    /// many templates would drop the blank line with which an unfinished step ends. Else an assistant's turn is opened.
    /// </summary>
    /// <exception cref="ChatTemplateException">The template refuses the conversation.</exception>
    public ImmutableArray<TextSegment> Write(ImmutableArray<ChatMessage> messages)
    {
        if (messages.IsDefaultOrEmpty || messages[^1].Role != "assistant") return Render(messages, opensTurn: true);
        return [.. Render(messages[..^1], opensTurn: true), new(messages[^1].Content, false)];
    }

    /// <summary>A problem as the card lays it out, an assistant's turn opened.</summary>
    internal ImmutableArray<TextSegment> Write(Problem problem) => Render(Messages(problem.Text.Trim()), opensTurn: true);

    internal ImmutableArray<TextSegment> Render(ImmutableArray<ChatMessage> messages, bool opensTurn) => template.Render(new()
    {
        Messages = messages.IsDefault ? [] : messages,
        AddGenerationPrompt = opensTurn,
        BosToken = model.Bos,
        EosToken = model.Eos,
        Switches = layout.Switches,
        Texts = layout.Texts,
    });

    /// <summary>The conversation up to the first user's turn.</summary>
    internal ImmutableArray<ChatMessage> Messages(string problem)
    {
        ChatMessage user = new("user", layout.User.Replace("{problem}", problem, StringComparison.Ordinal));
        return layout.System is { } system ? [new("system", system), user] : [user];
    }
}
