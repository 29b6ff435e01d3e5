using Outthink.Engine.Cache;
using Outthink.Engine.Kernels;
using Outthink.Engine.Models;

namespace Outthink.Engine.Scheduling;

/// <summary>A model and everything the loop owns for it.</summary>
internal sealed class LoadedModel : IDisposable
{
    readonly Stack<Branch> spareBranches = new();

    public LoadedModel(string path, Llama llama, TokenTable tokens, EngineLoop loop, KvBudget budget)
    {
        (Path, Llama, Tokens, Loop) = (path, llama, tokens, loop);
        Memory = new(llama.Layout.FloatsPerBlock);
        Pool = new(budget, llama.Layout.BytesPerBlock, Memory, budget.KeptLimitBytes > 0 ? new() : null);
        budget.Add(Pool);
    }

    public string Path { get; }
    public Llama Llama { get; }
    public TokenTable Tokens { get; }
    public EngineLoop Loop { get; }
    public BlockMemory Memory { get; }
    public BlockPool Pool { get; }
    public ModelConfig Config => Llama.Weights.Config;

    /// <summary>Branches with something to compute, in order of arrival, siblings side by side.</summary>
    public List<Branch> Runnable { get; private set; } = [];

    /// <summary>The next pass's <see cref="Runnable"/> while this pass's is walked through.</summary>
    public List<Branch> Next { get; private set; } = [];

    /// <summary>Sequences that hold blocks, the one used longest ago first.</summary>
    public LinkedList<SequenceState> Sequences { get; } = new();

    /// <summary>Works whose parent is being completed by another.</summary>
    public List<Work> Waiting { get; } = [];

    /// <summary>One workspace a worker, made when first used.</summary>
    public Workspace?[] Spaces { get; } = new Workspace?[256];

    public ThreadRoom?[] Rooms { get; } = new ThreadRoom?[256];

    public Branch Rent(Work work)
    {
        if (!spareBranches.TryPop(out var branch))
            return new() { Work = work };
        branch.Work = work;
        return branch;
    }

    /// <summary>Notes that a sequence is used, so that others lose their blocks before it does.</summary>
    public void Touch(SequenceState state)
    {
        state.LastUse = Loop.PassNumber;
        state.Place ??= new(state);
        state.Place.List?.Remove(state.Place);
        Sequences.AddLast(state.Place);
    }

    /// <summary>Takes a branch's blocks away. It keeps its tokens and computes them again once there is room.</summary>
    public void Pause(Branch branch)
    {
        branch.Table.Clear(Pool);
        branch.Computed = 0;
        branch.IsPaused = true;
        if (branch.Table == branch.Work.Parent.Table)
            branch.Work.Parent.Computed = 0;
    }

    /// <summary>Lets a branch without blocks go on: from what its parent has by now, or what others computed.</summary>
    public void Resume(Branch branch)
    {
        branch.IsPaused = false;
        if (branch.Table.Count > 0)
            return;
        var parent = branch.Work.Parent;
        if (branch.Table == parent.Table)
        {
            branch.Computed = parent.Computed = parent.Table.Adopt(parent.Tokens.AsSpan(), Pool);
        }
        else
        {
            branch.Work.TakeBlocks(branch);
        }
    }

    /// <summary>Blocks that a branch will take when it goes on; of one that follows a line of the memory none.</summary>
    public static int BlocksMissing(Branch branch)
    {
        if (branch.IsWalking)
            return 0;
        var parents = branch.Table == branch.Work.Parent.Table ? 0 : branch.Work.Parent.Computed / KvLayout.BlockTokens;
        return Math.Max(0, KvLayout.BlocksFor(branch.Known) - Math.Max(branch.Table.Count, parents));
    }

    /// <summary>Tells the prefix index of the blocks that a branch has filled.</summary>
    public void Publish(Branch branch)
    {
        Span<int> tokens = stackalloc int[KvLayout.BlockTokens];
        while (branch.Table.IsNextFull(branch.Computed, Pool, out var first))
        {
            branch.CopyTokens(first, tokens);
            branch.Table.Publish(tokens, Pool);
        }
    }

    /// <summary>Gives a branch's blocks back and keeps it for reuse.</summary>
    public void Return(Branch branch)
    {
        branch.OwnTable.Clear(Pool);
        branch.DropStates();
        branch.MemberCount = branch.MatchState = branch.Known = branch.Base = branch.Computed = 0;
        (branch.Table, branch.Tokens, branch.Node, branch.Recall, branch.Kept) = (null!, [], null, null, null);
        (branch.Place, branch.IsWalking) = (null, false);
        (branch.Fault, branch.PassRows, branch.Reached, branch.IsPaused) = (-1, -1, 0, false);
        branch.Work = null!;
        spareBranches.Push(branch);
    }

    public void SwapLists()
    {
        (Runnable, Next) = (Next, Runnable);
        Next.Clear();
    }

    public void Dispose()
    {
        foreach (var space in Spaces)
            space?.Dispose();
        foreach (var room in Rooms)
            room?.Dispose();
        Memory.Dispose();
        Llama.Dispose();
    }
}
