namespace Outthink;

/// <summary>Why a proposal ends where it does.</summary>
public enum ProposalEnd
{
    /// <summary>At the step delimiter.</summary>
    Delimiter,

    /// <summary>At the model's end-of-sequence token.</summary>
    EndOfSequence,

    /// <summary>At the limit of new tokens.</summary>
    TokenLimit,

    /// <summary>At the end of the model's context.</summary>
    ContextEnd,
}
