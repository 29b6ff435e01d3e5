namespace Outthink.Planning;

/// <summary>What ended a search, or a part of it, early.</summary>
public enum ThriftRule
{
    /// <summary><see cref="Thrift.SafeVote"/>.</summary>
    SafeVote,

    /// <summary><see cref="Thrift.LeastVoteGain"/>.</summary>
    LeastVoteGain,

    /// <summary><see cref="Thrift.LeastGain"/>.</summary>
    LeastGain,

    /// <summary><see cref="Thrift.RejectAfter"/>.</summary>
    EarlyRejection,

    /// <summary><see cref="Thrift.VerifyEvery"/>: steps taken without choice that did not hold.</summary>
    VerifyEvery,

    /// <summary><see cref="Thrift.Enough"/>.</summary>
    Enough,

    /// <summary><see cref="SearchOptions.Deadline"/>.</summary>
    Deadline,
}
