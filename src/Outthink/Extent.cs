namespace Outthink;

/// <summary>How far a policy is asked to generate.</summary>
public enum Extent
{
    /// <summary>One step: up to the policy's delimiter, the end, or the limit.</summary>
    Step,

    /// <summary>The rest of the solution in one go, split into steps afterwards.</summary>
    Solution,
}
