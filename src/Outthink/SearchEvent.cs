using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Outthink.Planning;

namespace Outthink;

/// <summary>
/// What happens in a search, in an order that depends on the tree alone. The closed set below is enough to redraw the
/// tree and to recount every sample: terminal, web view, trace file and telemetry all read this one stream.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "event")]
[JsonDerivedType(typeof(Started), "started")]
[JsonDerivedType(typeof(Proposed), "proposed")]
[JsonDerivedType(typeof(Scored), "scored")]
[JsonDerivedType(typeof(Kept), "kept")]
[JsonDerivedType(typeof(Planned), "planned")]
[JsonDerivedType(typeof(Stopped), "stopped")]
[JsonDerivedType(typeof(Decided), "decided")]
public abstract record SearchEvent
{
    private SearchEvent() { }

    /// <summary>The search begins; the first event.</summary>
    public sealed record Started : SearchEvent
    {
        public required Problem Problem { get; init; }
        public required string Strategy { get; init; }
        public required string Policy { get; init; }

        /// <summary>Null when the strategy asks none.</summary>
        public string? RewardModel { get; init; }

        /// <summary>As given, with the selection in force.</summary>
        public required SearchOptions Options { get; init; }
        public required TrajectoryId Root { get; init; }
    }

    /// <summary>The policy extended one trajectory; one event a parent and batch, all samples in slot order.</summary>
    public sealed record Proposed : SearchEvent
    {
        /// <summary>The round, from 1.</summary>
        public required int Round { get; init; }
        public required TrajectoryId Parent { get; init; }
        public required ImmutableArray<Draw> Draws { get; init; }
    }

    /// <summary>The reward model scored one trajectory.</summary>
    public sealed record Scored : SearchEvent
    {
        public required TrajectoryId Trajectory { get; init; }

        /// <summary>Raw, one a step, earlier steps included.</summary>
        public required ImmutableArray<double> Scores { get; init; }
    }

    /// <summary>The strategy decided what goes on; ends a round.</summary>
    public sealed record Kept : SearchEvent
    {
        public required int Round { get; init; }

        /// <summary>Open beams and finished trajectories that hold a slot, by place in the tree.</summary>
        public required ImmutableArray<TrajectoryId> Frontier { get; init; }

        /// <summary>This round's live trajectories that hold none.</summary>
        public required ImmutableArray<TrajectoryId> Pruned { get; init; }

        /// <summary>Spent so far.</summary>
        public required Usage Usage { get; init; }
    }

    /// <summary>A planner decided; the tactic it chose begins at the root again.</summary>
    public sealed record Planned : SearchEvent
    {
        public required Decision Decision { get; init; }

        /// <summary>The answer at hand; null when there is none yet.</summary>
        public string? Answer { get; init; }

        /// <summary>Spent so far.</summary>
        public required Usage Usage { get; init; }
    }

    /// <summary>A rule ended the search, or some of its trajectories, early.</summary>
    public sealed record Stopped : SearchEvent
    {
        public required int Round { get; init; }
        public required ThriftRule Rule { get; init; }

        /// <summary>Why, in a few words with the figures.</summary>
        public required string Reason { get; init; }

        /// <summary>Trajectories that are not written on.</summary>
        public required ImmutableArray<TrajectoryId> Dropped { get; init; }
    }

    /// <summary>The verdict; the last event of a search that did not fault.</summary>
    public sealed record Decided : SearchEvent
    {
        public string? Answer { get; init; }
        public TrajectoryId? Chosen { get; init; }
        public required ImmutableArray<Vote> Candidates { get; init; }
        public required ImmutableArray<TrajectoryId> Truncated { get; init; }
        public required Usage Usage { get; init; }
        public required TimeSpan Elapsed { get; init; }
        public required VerdictEnding Ending { get; init; }

        internal static Decided From(Verdict verdict) => new()
        {
            Answer = verdict.Answer,
            Chosen = verdict.Chosen?.Id,
            Candidates =
            [
                .. verdict.Candidates.Select(c => new Vote
                {
                    Trajectory = c.Trajectory.Id, Answer = c.Answer, Group = c.Group, Score = c.Score, Weight = c.Weight,
                }),
            ],
            Truncated = [.. verdict.Truncated.Select(t => t.Id)],
            Usage = verdict.Usage,
            Elapsed = verdict.Elapsed,
            Ending = verdict.Ending,
        };
    }
}
