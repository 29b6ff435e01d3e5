using Outthink.Planning;

namespace Outthink.Evaluation.Tuning;

/// <summary>Where a search stands on a problem after some tactics: what it sees, and whether its answer is right.</summary>
internal sealed record TrialState(Evidence Evidence, bool IsRight);
