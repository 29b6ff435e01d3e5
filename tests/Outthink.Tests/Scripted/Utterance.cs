using System.Collections.Immutable;

namespace Outthink.Tests.Scripted;

/// <summary>What a scripted policy says to one seed.</summary>
internal sealed record Utterance(ImmutableArray<Step> Steps, ProposalEnd End)
{
    /// <summary>
    /// Reads the tests' notation: the text is split after blank lines; a text that ends with a blank line ended at the
    /// delimiter, one that ends with "…" at the token limit, any other by end-of-sequence. A step costs a token a letter.
    /// </summary>
    public static implicit operator Utterance(string text)
    {
        ProposalEnd end = text.EndsWith('…') ? ProposalEnd.TokenLimit : text.EndsWith("\n\n", StringComparison.Ordinal) ? ProposalEnd.Delimiter : ProposalEnd.EndOfSequence;
        return new Utterance(Split(text.TrimEnd('…')), end);
    }

    /// <summary>The steps of a text, or of its beginning.</summary>
    public static ImmutableArray<Step> Split(string rest)
    {
        var steps = ImmutableArray.CreateBuilder<Step>();
        while (rest.Length > 0)
        {
            int at = rest.IndexOf("\n\n", StringComparison.Ordinal);
            string step = at < 0 ? rest : rest[..(at + 2)];
            steps.Add(new Step(step, step.Length));
            rest = rest[step.Length..];
        }
        return steps.ToImmutable();
    }
}
