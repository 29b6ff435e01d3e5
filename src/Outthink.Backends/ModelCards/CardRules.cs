namespace Outthink.Backends.ModelCards;

/// <summary>What a card must say for the program to use it.</summary>
internal static class CardRules
{
    /// <summary>What is wrong, to follow "The model card …"; null when nothing is.</summary>
    public static string? Problem(ModelCard card) => card switch
    {
        { Chat: null } when !Has(card.Prompt, "{problem}") => "has a prompt without {problem}",
        { Chat: { } chat } when !Has(chat.User, "{problem}") => "has a chat.user without {problem}",
        { StepDelimiter: "" } => "has an empty stepDelimiter",
        { Role: ModelRole.Policy } => PolicyProblem(card),
        _ => PrmProblem(card),
    };

    private static string? PolicyProblem(ModelCard card) => card switch
    {
        { Chat.Reply: not null } => "of a policy has a chat.reply, which is for reward models",
        { Thinking: { Open: "" } or { Close: "" } } => "has an empty thinking.open or thinking.close",
        { Thinking: { } span } => ThinkingProblem(span),
        _ => null,
    };

    private static string? ThinkingProblem(ThinkingSpan span) => span switch
    {
        { Budget: < 1 } => $"has a thinking.budget of {span.Budget}: give at least 1 token, or leave it out",
        { Least: < 1 } => $"has a thinking.least of {span.Least}: give at least 1 token, or leave it out",
        _ when span.Least > span.Budget => $"has a thinking.least of {span.Least} above its thinking.budget of {span.Budget}",
        { MostContinuations: < 1 } => $"has a thinking.mostContinuations of {span.MostContinuations}: give at least 1, or leave it out",
        { Continuation: "" } => "has an empty thinking.continuation",
        { Continuation: { } text } when Has(text, span.Open) || Has(text, span.Close) => "has a thinking.continuation with one of its tags in it",
        _ => null,
    };

    private static string? PrmProblem(ModelCard card) => card switch
    {
        { ReadOut: null } => "of a PRM lacks readOut (\"likelihood\", \"labels\", \"value\", \"two-class\" or \"outcome\")",
        { ReadOut: ReadOut.Labels, LabelTokens: null } or { ReadOut: ReadOut.Labels, Layout: null, Marker: "" } =>
            "reads labels but lacks labelTokens {\"good\",\"bad\"} or a marker",
        { ReadOut: ReadOut.Likelihood, Layout: not null } => "reads likelihoods, for which there is no layout",
        { ReadOut: ReadOut.Value or ReadOut.TwoClass or ReadOut.Outcome, Layout: null } => "reads a head but lacks a layout",
        { Layout: { } layout } => LayoutProblem(card, layout),
        _ => null,
    };

    private static string? LayoutProblem(ModelCard card, RewardLayout layout)
    {
        bool marks = card.Marker.Length > 0 && card.ReadOut != ReadOut.Outcome && card.Chat?.Reply is null;
        foreach (string text in (string[])[layout.First, layout.Next ?? layout.First])
        {
            if (Count(text, "{step}") != 1) return "has a layout whose first or next does not hold {step} once";
            if (Count(text, "{marker}") != (marks ? 1 : 0))
                return marks ? "has a marker, but a layout whose first or next does not hold {marker} once" : "has a layout with {marker}, but no marker to put there";
            if (marks && text.IndexOf("{marker}", StringComparison.Ordinal) < text.IndexOf("{step}", StringComparison.Ordinal))
                return "has a layout in which {marker} comes before {step}";
        }
        return card switch
        {
            { ReadOut: ReadOut.Outcome, Layout.Closing: null, Chat: null } => "reads a whole solution, but neither layout.closing nor chat says how one ends",
            { ReadOut: ReadOut.Outcome, Layout.Closing: "" } => "reads a whole solution, but has an empty layout.closing",
            { ReadOut: not ReadOut.Outcome, Layout.Closing: not null } => "has a layout.closing, which is for outcome reward models",
            { ReadOut: ReadOut.Outcome, Chat.Reply: not null } => "reads a whole solution, so its steps are no turns of their own: leave out chat.reply",
            _ => null,
        };
    }

    private static bool Has(string text, string part) => text.Contains(part, StringComparison.Ordinal);

    private static int Count(string text, string part) => text.Split(part).Length - 1;
}
