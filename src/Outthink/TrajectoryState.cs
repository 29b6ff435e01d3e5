namespace Outthink;

public enum TrajectoryState
{
    /// <summary>The last step ended at the delimiter; more steps may follow.</summary>
    Open,

    /// <summary>Ended by end-of-sequence or by a complete final answer: a candidate.</summary>
    Finished,

    /// <summary>Cut off by a limit of tokens, steps or context, or dropped as a straggler: reported, never a candidate equal to a finished one.</summary>
    Truncated,

    /// <summary>Half-written: stopped within its last step on purpose, to be written on or dropped in the same round.</summary>
    Partial,
}
