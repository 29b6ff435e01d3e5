using Outthink.Evaluation.Runs.Subsampling;

namespace Outthink.Evaluation.Tests.Runs.Subsampling;

public sealed class SharedPrefixesTests
{
    static SharedPrefixes Of(params string[][] samples) => new(samples.Select((steps, i) => (i, Trajectory(steps))), samples.Length);

    static Trajectory Trajectory(params string[] steps) => new()
    {
        Id = default,
        State = TrajectoryState.Finished,
        Steps = [.. steps.Select(text => new Step(text, text.Length))],
    };

    [Fact]
    public void Equal_samples_cost_once() => Assert.Equal([1, 1, 1], Enumerable.Range(1, 3).Select(Of(["ab"], ["ab"], ["ab"]).Share));

    [Fact]
    public void Different_samples_cost_each() => Assert.Equal([0.25, 0.5, 0.75, 1], Enumerable.Range(1, 4).Select(Of(["ab"], ["bc"], ["cd"], ["de"]).Share));

    [Fact]
    public void Expected_costs_are_those_of_all_subsets_of_the_tree()
    {
        // As a tree: "abc" shared by all three, "de" by two; then 1, 2 and 3 of their own: 3 + 2 + 6 = 11 tokens.
        SharedPrefixes shared = Of(["abcdeX"], ["abc", "deYY"], ["abcZZZ"]);
        Assert.Equal(1, shared.Share(3), 12);
        Assert.Equal((6 + 7 + 6) / 3.0 / 11, shared.Share(1), 12);
        Assert.Equal((8 + 9 + 10) / 3.0 / 11, shared.Share(2), 12);
    }

    [Fact]
    public void A_sample_that_begins_another_adds_nothing() => Assert.Equal((2 + 4) / 2.0 / 4, Of(["ab"], ["abcd"]).Share(1), 12);

    [Fact]
    public void A_unit_holds_all_its_trajectories_or_none()
    {
        // Unit 0 holds "abX" and "abYY", unit 2 "abZ", unit 1 nothing: "ab" is in two of three units.
        SharedPrefixes shared = new([(0, Trajectory("abX")), (2, Trajectory("abZ")), (0, Trajectory("ab", "YY"))], units: 3);
        Assert.Equal(2 + 1 + 2 + 1, shared.Tokens(3), 12);
        Assert.Equal((5 + 0 + 3) / 3.0, shared.Tokens(1), 12);
    }

    [Fact]
    public void Samples_without_text_count_by_number() => Assert.Equal(0.5, Of([], []).Share(1));
}
