namespace Outthink;

/// <summary>How a search ended.</summary>
public enum VerdictEnding
{
    /// <summary>The strategy ran to its end.</summary>
    Complete,

    /// <summary>The caller cancelled; the verdict rests on what was finished by then.</summary>
    Cancelled,

    /// <summary>The deadline passed; the verdict rests on what was finished by then, and may have no answer.</summary>
    Deadline,
}
