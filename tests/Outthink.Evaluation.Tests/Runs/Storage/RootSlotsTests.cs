using Outthink.Evaluation.Runs;
using Outthink.Evaluation.Runs.Storage;

namespace Outthink.Evaluation.Tests.Runs.Storage;

public sealed class RootSlotsTests
{
    static SearchEvent.Proposed Propose(int round, int parent, params (int Id, int Slot, int Attempt)[] draws) => new()
    {
        Round = round,
        Parent = new(parent),
        Draws = [.. draws.Select(d => new Draw { Slot = d.Slot, Attempt = d.Attempt, Seed = 0, Id = new(d.Id), Steps = [], TokenCount = 0, End = ProposalEnd.Delimiter, State = TrajectoryState.Open })],
    };

    [Fact]
    public void Generations_at_the_root_are_counted_once_a_slot_over_all_that_was_tried()
    {
        RootSlots slots = new();
        slots.Hear(new SearchEvent.Started { Problem = new() { Id = "", Text = "" }, Strategy = "auto", Policy = "p", Options = new(), Root = new(7) });
        slots.Hear(Propose(1, 7, (10, 0, 0), (11, 1, 0))); // a first tactic of two samples
        slots.Hear(Propose(2, 7, (20, 0, 0), (21, 1, 0), (22, 2, 0), (23, 3, 0))); // another one: two trees of two
        slots.Hear(Propose(2, 7, (24, 3, 1))); // a slot that is drawn again
        slots.Hear(Propose(3, 22, (30, 0, 0), (31, 1, 0)));
        Assert.Equal(6, slots.Samples);
        Assert.Equal((1, 3, 2), (slots.Of(new(11)), slots.Of(new(24)), slots.Of(new(31))));
    }

    [Fact]
    public async Task Of_a_fixed_search_it_is_N_and_it_comes_back_from_the_file()
    {
        using StoredRun stored = new();
        var (result, _) = await stored.RunAsync("run");
        using RunFile file = RunFile.OpenRead(stored.PathOf("run"));
        foreach ((RowResult ran, RowResult read) in result.Rows.Zip(file.ReadResult().Rows))
        {
            Assert.All(ran.Outcomes, o => Assert.Equal(o.Rejection is null ? ran.Plan.Samples : 0, o.Samples));
            Assert.Equal(ran.Outcomes.Select(o => o.Samples), read.Outcomes.Select(o => o.Samples));
            Assert.Equal(ran.Plan.Samples, read.MeanSamples);
        }
        Assert.Contains("\"samples\":8", StoredRun.Text(stored.Export("run")), StringComparison.Ordinal);
    }
}
