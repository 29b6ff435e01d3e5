using System.Collections.Immutable;
using Outthink.Engine.Cache;

namespace Outthink.Engine.Scheduling;

/// <summary>
/// Who gives blocks up when there are too few, and who gets them back. Tokens are never lost, only computed again, so
/// results do not depend on it. The oldest branch keeps its blocks: it always ends, and something always goes on.
/// </summary>
internal sealed class BlockRelief(KvBudget budget)
{
    /// <summary>Blocks that a running branch is expected to ask for before others end.</summary>
    const int BlocksAhead = 2;

    /// <summary>
    /// Lets branches of a model that wait for blocks go on, in the order in which they came, as long as all their tokens
    /// fit beside what runs; nobody overtakes. When nothing runs the first of all goes on in any case.
    /// </summary>
    public void Resume(ImmutableArray<LoadedModel> all, LoadedModel model)
    {
        var left = long.MinValue;
        foreach (var branch in model.Runnable)
        {
            if (!branch.IsPaused)
                continue;
            if (left == long.MinValue)
                left = LeftBeside(all);
            var bytes = LoadedModel.BlocksMissing(branch) * model.Pool.BytesPerBlock;
            if (bytes > left && HasRunning(all))
                return;
            model.Resume(branch);
            left -= bytes + BlocksAhead * model.Pool.BytesPerBlock;
        }
    }

    /// <summary>
    /// Nothing can go on: frees blocks of sequences that no request uses, then of the youngest running branch, then of
    /// any sequence. Called again until something goes on.
    /// </summary>
    /// <returns>Null when something was freed; else the work that cannot go on even alone.</returns>
    public static Work? Give(ImmutableArray<LoadedModel> all)
    {
        if (OldestIdle(all, static state => state.Works == 0 && state.Table.HoldsAny(state.Model.Pool)) is { } unused)
        {
            unused.GiveUpBlocks();
            return null;
        }
        var (oldest, youngest) = Ends(all);
        if (OldestWithParked(all) is { } parked)
        {
            foreach (var branch in parked.Parked)
            {
                if (branch.CanPause)
                    parked.Model.Pause(branch);
            }
            return null;
        }
        if (youngest is not null && youngest != oldest)
        {
            youngest.Work.Model.Pause(youngest);
            return null;
        }
        if (OldestIdle(all, static state => state.Table.Count > 0) is { } idle)
        {
            idle.GiveUpBlocks();
            return null;
        }
        return oldest?.Work;
    }

    /// <summary>Bytes that are free once every running branch has what it misses and a little more.</summary>
    long LeftBeside(ImmutableArray<LoadedModel> all)
    {
        var left = budget.FreeBytes;
        foreach (var model in all)
        {
            foreach (var branch in model.Runnable)
            {
                if (!branch.IsPaused)
                    left -= (LoadedModel.BlocksMissing(branch) + BlocksAhead) * model.Pool.BytesPerBlock;
            }
        }
        return left;
    }

    static bool HasRunning(ImmutableArray<LoadedModel> all)
    {
        foreach (var model in all)
        {
            foreach (var branch in model.Runnable)
            {
                if (!branch.IsPaused)
                    return true;
            }
        }
        return false;
    }

    /// <summary>The first running branch of the oldest work that runs, and the last of the youngest.</summary>
    static (Branch? Oldest, Branch? Youngest) Ends(ImmutableArray<LoadedModel> all)
    {
        Branch? oldest = null, youngest = null;
        foreach (var model in all)
        {
            foreach (var branch in model.Runnable)
            {
                if (!branch.CanPause)
                    continue;
                if (oldest is null || branch.Work.Arrival < oldest.Work.Arrival)
                    oldest = branch;
                if (youngest is null || branch.Work.Arrival >= youngest.Work.Arrival)
                    youngest = branch;
            }
        }
        return (oldest, youngest);
    }

    static Work? OldestWithParked(ImmutableArray<LoadedModel> all)
    {
        foreach (var model in all)
        {
            foreach (var branch in model.Runnable)
            {
                foreach (var parked in branch.Work.Parked)
                {
                    if (parked.CanPause)
                        return branch.Work;
                }
            }
        }
        return null;
    }

    /// <summary>Of the sequences that nobody is computing and that fulfil a condition the one used longest ago.</summary>
    static SequenceState? OldestIdle(ImmutableArray<LoadedModel> all, Func<SequenceState, bool> condition)
    {
        SequenceState? oldest = null;
        foreach (var model in all)
        {
            foreach (var state in model.Sequences)
            {
                if (state.Owner is not null || !condition(state))
                    continue;
                if (oldest is null || state.LastUse < oldest.LastUse)
                    oldest = state;
                break;
            }
        }
        return oldest;
    }
}
