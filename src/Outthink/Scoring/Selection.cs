namespace Outthink.Scoring;

/// <summary>How candidates become an answer. Ties go to the lowest place in the tree.</summary>
public enum Selection
{
    /// <summary>The answer of the candidate with the highest score.</summary>
    Best,

    /// <summary>The answer with the most votes.</summary>
    Majority,

    /// <summary>The answer with the largest sum of votes × score; meant for scores that are not negative.</summary>
    Weighted,
}
