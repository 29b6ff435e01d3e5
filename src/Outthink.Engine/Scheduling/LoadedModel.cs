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
        Pool = new(budget, llama.Layout.BytesPerBlock, Memory);
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

    /// <summary>Gives a branch's blocks back and keeps it for reuse.</summary>
    public void Return(Branch branch)
    {
        branch.OwnTable.Clear(Pool);
        branch.MemberCount = branch.MatchState = branch.Known = branch.Base = branch.Computed = 0;
        (branch.Table, branch.Tokens, branch.Node, branch.Recall, branch.Kept) = (null!, [], null, null, null);
        (branch.Fault, branch.PassRows) = (-1, -1);
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
