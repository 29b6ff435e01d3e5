namespace Outthink.Planning;

/// <summary>How hard a problem is for one policy: absolute bins of its pass@1 (Liu et al. 2025, section 3.2), not quantiles, which move with the policy.</summary>
public enum Difficulty
{
    /// <summary>At least half of the samples are right.</summary>
    Easy,

    /// <summary>At least a tenth, less than half.</summary>
    Medium,

    /// <summary>Less than a tenth.</summary>
    Hard,
}
