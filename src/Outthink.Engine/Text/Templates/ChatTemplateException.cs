namespace Outthink.Engine.Text.Templates;

/// <summary>A chat template that cannot be read or rendered: broken, refusing the conversation, or beyond its limits.</summary>
public sealed class ChatTemplateException(string template, int line, string reason) : Exception($"{template}, line {line}: {reason}")
{
    /// <summary>Line of the template's source, from 1.</summary>
    public int Line => line;
}
