using Outthink.Planning;

namespace Outthink.Evaluation.Tuning;

/// <summary>A tactic after an opening on one problem, with nothing beside it.</summary>
/// <param name="Difficulty">The problem's.</param>
/// <param name="Length">Mean tokens of the opening's candidates.</param>
/// <param name="Tokens">Tokens of both models after the opening.</param>
/// <param name="TokensAlone">Those of the tactic by itself.</param>
/// <param name="Seconds">Its time by the clock.</param>
internal sealed record TimedTrial(Difficulty Difficulty, double Length, double Tokens, double TokensAlone, double Seconds);
