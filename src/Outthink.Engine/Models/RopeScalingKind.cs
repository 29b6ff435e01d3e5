namespace Outthink.Engine.Models;

/// <summary>How the rotary embedding is stretched to contexts longer than those it was trained on.</summary>
public enum RopeScalingKind
{
    None,

    /// <summary>All pairs turn slower by the factor.</summary>
    Linear,

    /// <summary>Fast pairs stay, slow ones are slowed by the factor (YaRN, arXiv 2309.00071).</summary>
    Yarn,
}
