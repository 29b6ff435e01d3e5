using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Outthink.Backends.ModelCards;

/// <summary>
/// A policy that thinks before it answers (R1 type): its thoughts stand between two tags. The span is one step of the
/// trajectory, whatever blank lines and boxes are in it; the answer is looked for behind it.
/// </summary>
public sealed record ThinkingSpan
{
    /// <summary>The tag that begins the span. Where the prompt has it already, the first step's text gets it back.</summary>
    [AllowNull]
    public string Open { get; init => field = value ?? field; } = "<think>";

    /// <summary>The tag that ends the span.</summary>
    [AllowNull]
    public string Close { get; init => field = value ?? field; } = "</think>";

    /// <summary>Most tokens of the span, after which the closing tag is put in and the policy goes on; null for no bound but the trajectory's.</summary>
    public int? Budget { get; init; }

    /// <summary>Fewest tokens of the span: a closing tag before them is taken back and <see cref="Continuation"/> put in (budget forcing: Muennighoff et al. 2025, s1); null to let the policy close when it likes.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Least { get; init; }

    /// <summary>What is put in, as it stands, in place of a closing tag that comes too early; null for "Wait", as in the paper.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Continuation { get; init; }

    /// <summary>How many closing tags of one sample are taken back at most; null for 2.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? MostContinuations { get; init; }
}
