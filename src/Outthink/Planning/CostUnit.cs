namespace Outthink.Planning;

/// <summary>What a budget counts.</summary>
public enum CostUnit
{
    /// <summary>Tokens evaluated by policy and reward model.</summary>
    Tokens,

    /// <summary>Floating-point operations of both.</summary>
    Flops,

    /// <summary>Wall-clock seconds.</summary>
    Seconds,
}
