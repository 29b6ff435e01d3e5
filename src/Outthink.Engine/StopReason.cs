namespace Outthink.Engine;

/// <summary>Why a sample ended. Where several hold at once, the first in this order.</summary>
public enum StopReason
{
    /// <summary>The last token ends the generation by the model's own meaning.</summary>
    EndOfSequence,

    /// <summary>A stop string ends within the last token.</summary>
    StopString,

    /// <summary>As many new tokens as were allowed.</summary>
    LengthLimit,

    /// <summary>As many tokens in all as the model's context has.</summary>
    ContextEnd,
}
