using System.Collections.Immutable;

namespace Outthink.Backends.Local;

/// <summary>What is known of a solution before it is scored.</summary>
/// <param name="Judged">The longest beginning that was scored for itself, where the evaluation goes on.</param>
/// <param name="Scores">Scores of its first steps, at least those of <paramref name="Judged"/>; they need not be read again.</param>
/// <param name="LogLikelihoods">Likelihood read-out: as many as scores.</param>
internal sealed record Beginning(Judged Judged, ImmutableArray<double> Scores, ImmutableArray<double> LogLikelihoods)
{
    public Beginning(Judged judged) : this(judged, judged.Scores, judged.LogLikelihoods) { }
}
