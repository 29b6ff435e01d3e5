namespace Outthink.Answers;

/// <summary>Whether two answers are the same.</summary>
public enum AnswerOutcome
{
    /// <summary>The same answer.</summary>
    Equal,

    /// <summary>Different answers.</summary>
    NotEqual,

    /// <summary>It could not be decided; callers count it as wrong, and apart.</summary>
    Undecided,
}
