using Outthink.Planning;

namespace Outthink.Evaluation.Tuning;

/// <summary>One tactic seen on one problem: the state after the pilot and after the tactic.</summary>
/// <param name="Problem">Index in the suite.</param>
/// <param name="Tactic">What ran after the pilot; null when nothing did.</param>
/// <param name="Before">The evidence of the pilot.</param>
/// <param name="WasRight">Whether the pilot's answer was right.</param>
/// <param name="After">The evidence at the end.</param>
/// <param name="IsRight">Whether the answer at the end was right.</param>
/// <param name="Tokens">Tokens of both models, the pilot's taken off (all of them when nothing ran after it).</param>
/// <param name="Flops">FLOPs of both models, likewise.</param>
/// <param name="Seconds">Time of the whole search, the problems beside it included.</param>
internal sealed record Observation(int Problem, Tactic? Tactic, Evidence Before, bool WasRight, Evidence After, bool IsRight, double Tokens, double Flops, double Seconds);
