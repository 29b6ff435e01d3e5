using System.Collections.Immutable;
using Outthink.Planning;

namespace Outthink.Evaluation.Studies;

/// <summary>Models of a family, by name, as a study uses them.</summary>
public sealed record FamilyMembers
{
    /// <summary>Policies from small to large.</summary>
    public required ImmutableArray<string> Ladder { get; init; }

    /// <summary>Policies for comparison only, which answer alone.</summary>
    public required ImmutableArray<string> Controls { get; init; }

    /// <summary>Reward models.</summary>
    public required ImmutableArray<string> Prms { get; init; }

    /// <summary>The policy that the reward models are compared on.</summary>
    public required string MainPolicy { get; init; }

    /// <summary>The reward model that all policies search with.</summary>
    public required string MainPrm { get; init; }

    /// <summary>Tuned profiles of policies with the main reward model, by policy; a policy without one is searched by fixed strategies only.</summary>
    public ImmutableDictionary<string, SearchProfile> Profiles { get; init; } = ImmutableDictionary<string, SearchProfile>.Empty;
}
