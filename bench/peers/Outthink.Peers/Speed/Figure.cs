namespace Outthink.Peers.Speed;

/// <summary>What a row compares.</summary>
enum Figure
{
    /// <summary>Tokens of the prompt per second.</summary>
    Prefill,

    /// <summary>New tokens of all sequences per second.</summary>
    Decode,

    /// <summary>Our arithmetic at decoding as a share of what the kernel does at most.</summary>
    CeilingShare,
}
