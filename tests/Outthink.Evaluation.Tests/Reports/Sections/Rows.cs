using System.Collections.Immutable;
using Outthink.Evaluation.Reports.Sections;
using Outthink.Evaluation.Runs;
using Outthink.Evaluation.Suites;
using Outthink.Planning;
using Outthink.Search;

namespace Outthink.Evaluation.Tests.Reports.Sections;

/// <summary>Rows as a run file would hold them, by what each problem's outcome was.</summary>
internal static class Rows
{
    /// <param name="strategy">Its name.</param>
    /// <param name="solved">'1' for each problem that is solved.</param>
    /// <param name="tokens">Policy tokens of each problem.</param>
    /// <param name="policy">Its name.</param>
    /// <param name="parameters">The policy's.</param>
    /// <param name="difficulties">'e', 'm' or 'h' for each problem; empty when they were not estimated.</param>
    /// <param name="samples">N; of the selector what it asked for.</param>
    public static StudiedRow Of(string strategy, string solved, int tokens = 10, string policy = "small", long parameters = 100, string difficulties = "", int samples = 4) => StudiedRow.Of(
        new()
        {
            Policy = policy,
            Prm = strategy is "cot" or "majority" ? null : "judge",
            Strategy = strategy == "auto" ? new ComputeOptimalSearch(new PublishedPrior(1, hasRewardModel: true, reasonsAtLength: false, samples: 4)) : SearchStrategy.All.First(s => s.Name == strategy),
            Options = new() { Samples = samples },
        },
        [.. solved.Select((c, i) => Problem(i, c == '1', tokens, samples))],
        [.. difficulties.Select(d => d switch { 'e' => Difficulty.Easy, 'm' => Difficulty.Medium, _ => Difficulty.Hard })],
        parameters, strategy is "cot" or "majority" ? 0 : 50)!;

    static SolvedProblem Problem(int number, bool isSolved, int tokens, int samples) => new()
    {
        Outcome = new()
        {
            Item = new SuiteItem { Id = $"{number}", Problem = "p", Answer = "1" },
            Answer = isSolved ? "1" : "2",
            IsCorrect = isSolved,
            CorrectSamples = isSolved ? 1 : 0,
            Samples = samples,
            Truncated = 0,
            Usage = new() { PromptTokens = 1, PolicyTokens = tokens, PolicyFlops = 100 * tokens },
            Share = new(0.5, null),
        },
        Verdict = null,
        Slots = ImmutableArray<int>.Empty,
    };
}
