namespace Outthink.Evaluation.Runs.Storage;

/// <summary>
/// Remembers from a search's events in which slot of the first round each trajectory began: for whole solutions the
/// sample's number, for DVTS one of the M slots of its subtree; and how many generations began at the root. Not thread-safe.
/// </summary>
internal sealed class RootSlots
{
    readonly Dictionary<TrajectoryId, int> slots = [];
    TrajectoryId root;

    /// <summary>Generations asked for at the root, by everything that the search tried; a slot that was drawn again counts once.</summary>
    public int Samples { get; private set; }

    public void Hear(SearchEvent searchEvent)
    {
        switch (searchEvent)
        {
            case SearchEvent.Started started:
                root = started.Root;
                break;
            case SearchEvent.Proposed proposed:
                foreach (Draw draw in proposed.Draws) slots[draw.Id] = proposed.Parent == root ? draw.Slot : slots[proposed.Parent];
                if (proposed.Parent == root) Samples += proposed.Draws.Count(d => d.Attempt == 0);
                break;
        }
    }

    public int Of(TrajectoryId trajectory) => slots[trajectory];
}
