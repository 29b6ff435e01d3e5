namespace Outthink.Answers;

/// <summary>The rule that decided a comparison, or the reason why none could.</summary>
public enum AnswerRule
{
    /// <summary>The two texts are identical after trimming and normalisation.</summary>
    Identical,

    /// <summary>Exact rational arithmetic.</summary>
    Exact,

    /// <summary>Texts compared without case, articles and punctuation.</summary>
    Text,
}
