namespace Outthink.Evaluation.Runs.Storage;

/// <summary>
/// Remembers from a search's events in which slot of the first round each trajectory began: for whole solutions the
/// sample's number, for DVTS one of the M slots of its subtree. Not thread-safe.
/// </summary>
internal sealed class RootSlots
{
    readonly Dictionary<TrajectoryId, int> slots = [];
    TrajectoryId root;

    public void Hear(SearchEvent searchEvent)
    {
        switch (searchEvent)
        {
            case SearchEvent.Started started:
                root = started.Root;
                break;
            case SearchEvent.Proposed proposed:
                foreach (Draw draw in proposed.Draws) slots[draw.Id] = proposed.Parent == root ? draw.Slot : slots[proposed.Parent];
                break;
        }
    }

    public int Of(TrajectoryId trajectory) => slots[trajectory];
}
