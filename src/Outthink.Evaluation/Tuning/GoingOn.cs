namespace Outthink.Evaluation.Tuning;

/// <summary>What a tactic costs after an opening, against what it costs by itself: the problem, and what both draw alike, is evaluated already.</summary>
/// <param name="Share">Tokens after the opening, in those by itself.</param>
/// <param name="SecondsPerToken">Of a search alone on the machine, by tokens after the opening.</param>
internal sealed record GoingOn(double Share, double SecondsPerToken);
