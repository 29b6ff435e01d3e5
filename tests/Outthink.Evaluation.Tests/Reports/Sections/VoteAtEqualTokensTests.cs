using Outthink.Evaluation.Reports.Sections;

namespace Outthink.Evaluation.Tests.Reports.Sections;

public sealed class VoteAtEqualTokensTests
{
    static readonly StudiedRow[] Votes = [Vote("1000", tokens: 10, samples: 1), Vote("1110", tokens: 30, samples: 8)];

    /// <summary>A vote that is told at its own N only.</summary>
    static StudiedRow Vote(string solved, int tokens, int samples)
    {
        StudiedRow row = Rows.Of("majority", solved, tokens, samples: samples);
        return row with { Samples = [row.Samples[^1] with { Chances = [.. row.Solved] }] };
    }

    static VoteAtEqualTokens Of(int tokens) => VoteAtEqualTokens.Of(Rows.Of("auto", "1111", tokens: tokens), [.. Votes, Rows.Of("beam", "1111")])!;

    [Fact]
    public void Between_two_n_it_is_a_mixture_that_spends_as_much()
    {
        VoteAtEqualTokens vote = Of(15);
        Assert.Equal((15.0, (0.75 * 1 + 0.25 * 3) / 4), (vote.Tokens, vote.Accuracy));
        Assert.Equal(1 - vote.Accuracy, vote.Ahead.Difference, 12);
    }

    [Fact]
    public void Beyond_its_ends_it_stays_there()
    {
        Assert.Equal((30.0, 0.75), (Of(99).Tokens, Of(99).Accuracy));
        Assert.Equal((10.0, 0.25), (Of(5).Tokens, Of(5).Accuracy));
    }

    [Fact]
    public void Without_a_vote_on_the_same_problems_there_is_none() => Assert.Null(VoteAtEqualTokens.Of(Rows.Of("auto", "11"), [Rows.Of("majority", "111"), Rows.Of("beam", "11")]));
}
