namespace Outthink.Engine.Text.Templates;

/// <summary>The variables and functions that a chat template finds.</summary>
static class Globals
{
    public static Scope Of(ChatPrompt prompt)
    {
        Scope scope = new();
        foreach (var (name, text) in prompt.Texts)
            scope[name] = Value.Of(MarkedText.OfTemplate(text));
        foreach (var (name, isOn) in prompt.Switches)
            scope[name] = Value.Of(isOn);
        scope["messages"] = new Value.Items([.. prompt.Messages.Select(Message)]);
        scope["add_generation_prompt"] = Value.Of(prompt.AddGenerationPrompt);
        scope["bos_token"] = Value.Of(MarkedText.OfTemplate(prompt.BosToken));
        scope["eos_token"] = Value.Of(MarkedText.OfTemplate(prompt.EosToken));
        scope["raise_exception"] = new Value.Function(Refuse);
        scope["namespace"] = new Value.Function(Namespace);
        scope["range"] = new Value.Function(Iteration.Range);
        if (prompt.Clock is { } clock)
            scope["strftime_now"] = new Value.Function(given => Value.Of(MarkedText.OfTemplate(DateText.Format(clock.GetLocalNow(), given.Text(0, "format").Text, given.Meter))));
        return scope;
    }

    static Value.Mapping Message(ChatMessage message) => new(new(StringComparer.Ordinal)
    {
        ["role"] = Value.OfValue(message.Role),
        ["content"] = Value.OfValue(message.Content),
    });

    static Value Refuse(Arguments given) => throw given.Meter.Fault($"the template refuses the conversation: {given.Text(0, "message").Text}");

    static Value.Namespace Namespace(Arguments given)
    {
        Dictionary<string, Value> content = new(StringComparer.Ordinal);
        foreach (var start in given.Positional)
        {
            if (start is not Value.Mapping mapping)
                throw given.Meter.Fault("a namespace is made of named values or of a mapping");
            foreach (var (name, value) in mapping.Content)
                content[name] = value;
        }
        foreach (var (name, value) in given.Named)
            content[name] = value;
        return new(content);
    }
}
