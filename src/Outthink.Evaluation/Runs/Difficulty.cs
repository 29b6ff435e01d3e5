namespace Outthink.Evaluation.Runs;

/// <summary>How hard a problem is for one policy, by its pass@1 on samples drawn for nothing else.</summary>
public enum Difficulty
{
    /// <summary>At least half of the samples are right.</summary>
    Easy,

    /// <summary>At least a tenth, less than half.</summary>
    Medium,

    /// <summary>Less than a tenth.</summary>
    Hard,
}
