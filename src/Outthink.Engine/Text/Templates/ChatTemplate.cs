using System.Collections.Immutable;

namespace Outthink.Engine.Text.Templates;

/// <summary>
/// A chat template: the Jinja text with which a model says how conversations are written for it. The subset is what
/// the templates of Llama 3, Qwen2.5, Qwen3, Mistral and DeepSeek-R1 use. It comes from a model file, so it runs in a
/// sandbox: no access to anything but its variables, and all it uses is counted. Immutable and thread-safe.
/// </summary>
public sealed class ChatTemplate
{
    readonly ImmutableArray<Statement> body;
    readonly string name;
    readonly TemplateLimits limits;

    ChatTemplate(ImmutableArray<Statement> body, string name, TemplateLimits limits) => (this.body, this.name, this.limits) = (body, name, limits);

    /// <summary>Reads a template.</summary>
    /// <param name="source">The Jinja text.</param>
    /// <param name="name">What stands for it in messages, such as the file that it comes from.</param>
    /// <param name="limits">What it may use.</param>
    /// <exception cref="ChatTemplateException">It is broken, too long, or uses what is not supported; the message names the line.</exception>
    public static ChatTemplate Parse(string source, string name = "the chat template", TemplateLimits? limits = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        limits ??= new();
        if (source.Length > limits.Source)
            throw new ChatTemplateException(name, 1, $"it has {source.Length} characters, more than {limits.Source}");
        return new(StatementParser.Read(source, name), name, limits);
    }

    /// <summary>
    /// Writes the conversation. The stretches are one text; each says whether the template or a message wrote it, so
    /// that what a user writes is never read as a control token. Text of a message that was made anew (printed within
    /// a list, or as JSON) counts as a message's too.
    /// </summary>
    /// <exception cref="ChatTemplateException">The template refuses the conversation, fails on it, or goes beyond its limits; the message names the line.</exception>
    public ImmutableArray<TextSegment> Render(ChatPrompt prompt)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        Meter meter = new(name, limits);
        var text = new Renderer(meter).Render(body, new(Globals.Of(prompt)));
        return text.Length <= limits.Output ? [.. text.Segments()] : throw meter.Fault($"it writes {text.Length} characters, more than {limits.Output}");
    }
}
