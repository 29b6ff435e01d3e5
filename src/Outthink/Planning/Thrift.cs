namespace Outthink.Planning;

/// <summary>
/// Rules that end a search, or parts of it, before its N is spent. Every rule is off by default, and they combine. Same
/// seed, same verdict holds with each: they look at answers, scores and token counts, never at a clock.
/// </summary>
public sealed record Thrift
{
    /// <summary>
    /// Majority and weighted voting over whole solutions: stop when the leading answer would still lead after all N with
    /// at least this probability, above 0.5 and below 1 (<see cref="VoteSafety"/>); null draws all.
    /// </summary>
    public double? SafeVote { get; init; }

    /// <summary>
    /// The same votes: stop when drawing all N is expected to raise the winner's share of the votes by less than this, above
    /// 0 and below 1 (<see cref="VoteGain"/>); null draws all. Meant for majorities: of a weighted vote a low sum of scores says
    /// that nothing right was drawn yet, not that nothing is to be gained. Beside <see cref="SafeVote"/> the first to say so
    /// stops the vote.
    /// </summary>
    public double? LeastVoteGain { get; init; }

    /// <summary>
    /// Best-of-N with selection by the best score: stop when one more sample is expected to raise the best score by less
    /// than this, above 0 (<see cref="ExpectedGain"/>); null draws all.
    /// </summary>
    public double? LeastGain { get; init; }

    /// <summary>
    /// Whole solutions drawn before the first look of <see cref="SafeVote"/>, <see cref="LeastVoteGain"/> or <see cref="LeastGain"/>;
    /// until each further look their number grows by a quarter, and by this at least, since each wave waits for its slowest
    /// sample; but not beyond the one at which <see cref="LeastGain"/> stops if none is better than the best so far.
    /// </summary>
    public int Wave { get; init; } = 4;

    /// <summary>
    /// Beam search and DVTS: a step is drawn this many tokens far and scored half-written; beginnings that are far
    /// behind the best of their siblings are not finished (early rejection, arXiv 2508.01969). Null finishes all.
    /// </summary>
    public int? RejectAfter { get; init; }

    /// <summary>A beginning is dropped when its score is below this share of its best sibling's, above 0 and at most 1. Meant for scores that are not negative.</summary>
    public double RejectBelow { get; init; } = 0.5;

    /// <summary>
    /// Beam search and DVTS: the most steps between two verifications. A beam whose last scores held steady takes up to
    /// this many less one by a single sample each; they are scored together, what did not hold is taken back, and the beam
    /// branches from there (after variable granularity, arXiv 2505.11730). 1 verifies and branches at every step.
    /// </summary>
    public int VerifyEvery { get; init; } = 1;

    /// <summary>
    /// Stop when so many trajectories have finished and drop the others as stragglers (M of N, arXiv 2505.13326).
    /// "First" is counted in tokens for whole solutions and in rounds for beam search and DVTS. Null waits for all.
    /// </summary>
    public int? Enough { get; init; }

    /// <summary>The rules that whole solutions know; null when none of them is on.</summary>
    public Thrift? ForSolutions() => OrNull(new() { SafeVote = SafeVote, LeastVoteGain = LeastVoteGain, LeastGain = LeastGain, Wave = Wave, Enough = Enough });

    /// <summary>The rules that beam search and DVTS know; null when none of them is on.</summary>
    public Thrift? ForTrees() => OrNull(new() { RejectAfter = RejectAfter, RejectBelow = RejectBelow, VerifyEvery = VerifyEvery, Enough = Enough });

    private static Thrift? OrNull(Thrift rules) => rules is { SafeVote: null, LeastVoteGain: null, LeastGain: null, RejectAfter: null, VerifyEvery: <= 1, Enough: null } ? null : rules;
}
