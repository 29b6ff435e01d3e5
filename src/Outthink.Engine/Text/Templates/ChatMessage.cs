namespace Outthink.Engine.Text.Templates;

/// <summary>One turn of a conversation.</summary>
/// <param name="Role">Who speaks: "system", "user" or "assistant", or what else the template knows.</param>
/// <param name="Content">What is said; never read as control tokens.</param>
public sealed record ChatMessage(string Role, string Content);
