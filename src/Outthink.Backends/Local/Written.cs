using Outthink.Engine;

namespace Outthink.Backends.Local;

/// <summary>A sample that has come to its end.</summary>
/// <param name="Sample">All that was drawn and put in. Whoever takes it owns its sequence.</param>
/// <param name="Continuations">Closing tags of its thoughts that were taken back, those of its half-written parent included.</param>
/// <param name="Spent">What was evaluated for it after its first request, in order.</param>
internal sealed record Written(Generation Sample, int Continuations, IReadOnlyList<EvaluationUsage> Spent);
