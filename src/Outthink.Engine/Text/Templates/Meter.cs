namespace Outthink.Engine.Text.Templates;

/// <summary>Counts what one rendering uses, and knows the line it is at.</summary>
sealed class Meter(string template, TemplateLimits limits)
{
    long steps;
    long characters;

    public int Line { get; private set; } = 1;

    public void At(int line)
    {
        Line = line;
        Steps(1);
        if (!System.Runtime.CompilerServices.RuntimeHelpers.TryEnsureSufficientExecutionStack())
            throw Fault("it nests too deeply; use a simpler template");
    }

    public void Steps(long count)
    {
        if ((steps += count) > limits.Steps)
            throw Fault($"it takes more than {limits.Steps} steps; use a simpler template");
    }

    /// <summary>To be called before the characters are made.</summary>
    public void Characters(long count)
    {
        if (count > limits.Characters || (characters += count) > limits.Characters)
            throw Fault($"it handles more than {limits.Characters} characters; shorten the messages or use a simpler template");
    }

    /// <summary>A search for a needle compares at worst every position with all of it.</summary>
    public void Search(MarkedText text, MarkedText needle) => Characters(text.Length * (1L + needle.Length / 64));

    public ChatTemplateException Fault(string reason) => new(template, Line, reason);
}
