using System.Collections.Immutable;
using Outthink.Engine;

namespace Outthink.Backends.Local;

/// <summary>A solution as far as it was scored.</summary>
/// <param name="Sequence">What was read of it.</param>
/// <param name="Scores">One score a step.</param>
/// <param name="LogLikelihoods">Likelihood read-out: the tokens' summed logarithm at the end of each step; else empty.</param>
internal sealed record Judged(Sequence Sequence, ImmutableArray<double> Scores, ImmutableArray<double> LogLikelihoods);
