using System.Collections.Immutable;
using Outthink.Evaluation.Reports.Sections;
using Outthink.Planning;

namespace Outthink.Evaluation.Tests.Reports.Sections;

public sealed class SubtreeCostsTests
{
    /// <summary>Nothing is known of the candidates: alone the row's costs beyond the prompt, 1 token, go by the number of subtrees.</summary>
    static double[] Tokens(StudiedRow row) => [.. row.Points.Select(p => p.Tokens)];

    [Fact]
    public void One_row_speaks_for_itself() => Assert.Equal([25.75, 50.5, 100], Tokens(SubtreeCosts.Settle([Rows.Of("dvts", "11", tokens: 100, samples: 16)])[0]));

    [Fact]
    public void Between_two_rows_costs_are_interpolated_and_below_both_the_smaller_speaks()
    {
        ImmutableArray<StudiedRow> rows = SubtreeCosts.Settle(
        [
            Rows.Of("dvts", "11", tokens: 400, samples: 32), Rows.Of("beam", "11", tokens: 3, samples: 16), Rows.Of("dvts", "11", tokens: 100, samples: 8),
            Rows.Of("dvts", "111", tokens: 9, samples: 16), // other problems
            Rows.Of("dvts", "11", tokens: 9, samples: 16, policy: "other"),
        ]);
        Assert.Equal([50.5, 100, 200, 400], Tokens(rows[0]).Select(t => Math.Round(t, 9)));
        Assert.Equal([50.5, 100], Tokens(rows[2]));
        Assert.Equal([3], Tokens(rows[1]));
    }

    [Fact]
    public void It_holds_for_each_difficulty()
    {
        ImmutableArray<StudiedRow> rows = SubtreeCosts.Settle(
            [Rows.Of("dvts", "11", tokens: 400, samples: 16, difficulties: "eh"), Rows.Of("dvts", "11", tokens: 300, samples: 8, difficulties: "eh")]);
        Assert.Equal([150.5, 300, 400], Tokens(rows[0].Of(Difficulty.Hard)!));
    }

    [Fact]
    public void Never_less_than_what_the_candidates_hold()
    {
        StudiedRow large = Rows.Of("dvts", "11", tokens: 400, samples: 16);
        large = large with { Samples = [.. large.Samples.Select(s => s with { LeastTokens = 320 })] };
        Assert.Equal([320, 320, 400], Tokens(SubtreeCosts.Settle([large, Rows.Of("dvts", "11", tokens: 300, samples: 8)])[0]));
    }
}
