using System.Collections.Immutable;
using Outthink.Engine.Sampling;

namespace Outthink.Engine.Scheduling;

/// <summary>A request in the loop. Everything but <see cref="Read"/> and <see cref="Cancel"/> runs on the loop's thread.</summary>
internal abstract class Work(SequenceState parent, LineTree? memory, CancellationToken cancellationToken)
{
    readonly Tally tally = new(parent.Model);
    CancellationTokenRegistration registration;
    volatile bool isCancelRequested;

    public SequenceState Parent => parent;

    public LoadedModel Model => parent.Model;

    /// <summary>Its place among all works by the time they came, from 1; the youngest gives blocks up first. 0: not in the loop yet.</summary>
    public long Arrival { get; private set; }

    /// <summary>Branches that hold blocks but do not run for now.</summary>
    public virtual List<Branch> Parked => [];

    public bool IsCancelRequested => isCancelRequested;

    /// <summary>Completed, cancelled or failed: what is left of its branches is swept away.</summary>
    public bool IsFinished { get; private set; }

    /// <summary>What is read after the parent's last token: nothing, logits or the head.</summary>
    public abstract Wants AfterParent { get; }

    /// <summary>Whether it reads the reward head, and not logits.</summary>
    public virtual bool ReadsHead => false;

    /// <summary>Asks the token to ask the loop to stop this work. Called once, before the loop sees it.</summary>
    public void WatchCancellation() =>
        registration = cancellationToken.UnsafeRegister(static state => ((Work)state!).Cancel(), this);

    void Cancel()
    {
        isCancelRequested = true;
        Model.Loop.NoteCancellation();
    }

    /// <summary>The loop has it. Called once, before it is started.</summary>
    public void Enter(long arrival)
    {
        Arrival = arrival;
        parent.Works++;
    }

    /// <summary>Takes the work up: computes the parent's missing tokens into the parent's own blocks, or goes on from its last state, kept or remembered.</summary>
    public void Start()
    {
        if (TryFinishAtOnce())
            return;
        var isRemembered = memory?.Knows(parent.Tokens) == true;
        if (parent.Owner is not null && !isRemembered)
        {
            Model.Waiting.Add(this);
            return;
        }
        Model.Touch(parent);
        var branch = Model.Rent(this);
        AddMembers(branch);
        if (parent.Computed < parent.Tokens.Length && !isRemembered)
        {
            parent.Owner = this;
            branch.Place = memory?.Deepest(parent.Tokens);
            branch.Table = parent.Table;
            branch.Tokens = System.Runtime.InteropServices.ImmutableCollectionsMarshal.AsArray(parent.Tokens)!;
            (branch.Computed, branch.Known, branch.Reached) = (parent.Computed, parent.Tokens.Length, parent.Reached);
            branch.IsPaused = parent.Table.Count == 0;
            Model.Runnable.Add(branch);
            return;
        }
        LeaveParent(branch);
        if (AfterParent != Wants.Nothing)
        {
            branch.Recall = branch.Place?.Hidden ?? parent.Hidden;
            Model.Runnable.Add(branch);
        }
        else
        {
            Advance(branch, Model.Runnable);
        }
    }

    /// <summary>What a row of a branch is for.</summary>
    public Wants WantsOf(Branch branch, int position)
    {
        if (branch.Table != parent.Table)
            return position < branch.Reached ? Wants.Nothing : WantsOfOwn(branch, position) | (branch.IsLearnt ? Wants.KeepHidden : Wants.Nothing);
        if (position == parent.Tokens.Length - 1)
            return AfterParent | Wants.KeepHidden;
        return branch.IsLearnt && position >= branch.Place!.Depth ? Wants.KeepHidden : Wants.Nothing;
    }

    /// <summary>Counts rows [computed, computed + rows) of a branch as evaluated in a pass.</summary>
    public void Count(Branch branch, int rows, long pass) => tally.CountRows(branch, rows, pass);

    /// <summary>Counts the read of a remembered state; a parent's own last state costs nothing.</summary>
    public void CountRecall(Branch branch, long pass)
    {
        if (branch.IsWalking && (branch.Computed > parent.Tokens.Length || parent.Hidden is null))
            tally.CountRecall(pass);
    }

    /// <summary>Takes in a pass: when the branch knows nothing more that is not computed, goes on from there.</summary>
    public void Absorb(Branch branch, List<Branch> next)
    {
        if (branch.Fault >= 0)
        {
            Fail(new ModelOutputException(Model.Path, branch.Fault));
            Model.Return(branch);
            return;
        }
        memory?.Learn(branch);
        branch.LeavePass();
        branch.Recall = null;
        var isParent = branch.Table == parent.Table;
        if (isParent)
            parent.Computed = branch.Computed;
        Model.Publish(branch);
        if (branch.Computed < branch.Known)
        {
            GoOn(branch, next);
            return;
        }
        if (isParent)
        {
            parent.Hidden = branch.Kept;
            parent.Owner = null;
            LeaveParent(branch);
        }
        Advance(branch, next);
    }

    /// <summary>Reads a row's logits, or the head's outputs. Runs on a worker: writes only what belongs to the branch's members.</summary>
    public abstract void Read(Branch branch, int position, ReadOnlySpan<float> outputs, Sampler sampler);

    /// <summary>Goes on from a branch whose known tokens are all computed and read; adds what is to run to <paramref name="next"/>.</summary>
    protected abstract void Advance(Branch branch, List<Branch> next);

    protected abstract Wants WantsOfOwn(Branch branch, int position);

    protected abstract void AddMembers(Branch branch);

    /// <summary>Completes when nothing needs to be evaluated at all.</summary>
    protected abstract bool TryFinishAtOnce();

    /// <summary>Gives back results that nobody will receive, and tells the caller why.</summary>
    protected abstract void Abandon(Exception? fault, CancellationToken cancellation);

    /// <summary>Takes hold of the blocks that hold most of a branch's computed tokens by now: the parent's, or a line's of the memory.</summary>
    public void TakeBlocks(Branch branch)
    {
        var (table, tokens) = branch.Place is { } place ? LineTree.BlocksOf(place, parent) : (parent.Table, parent.Computed);
        branch.OwnTable.ForkFrom(table, tokens, Model.Pool);
        branch.Computed = tokens;
    }

    /// <summary>Lets a branch with tokens that are not computed run: along the memory while that knows them, then by computing them.</summary>
    protected void GoOn(Branch branch, List<Branch> next)
    {
        if (branch.IsWalking && branch.Recall is null && !TryWalk(branch))
            Advance(branch, next);
        else
            next.Add(branch);
    }

    public void Fail(Exception fault)
    {
        if (IsFinished)
            return;
        Finish();
        Abandon(fault, default);
    }

    public void FinishCancelled()
    {
        if (IsFinished)
            return;
        Finish();
        Abandon(null, cancellationToken);
    }

    /// <summary>Ends the work's part in its parent. What remains in lists is swept by the loop.</summary>
    protected void Finish()
    {
        IsFinished = true;
        registration.Dispose();
        if (parent.Owner == this)
            parent.Owner = null;
        if (Arrival > 0)
            parent.Works--;
        parent.LetGo();
        memory?.LetGo();
    }

    /// <summary>A new sequence that shares the computed tokens of a branch.</summary>
    protected SequenceState Fork(Branch branch, ImmutableArray<int> tokens)
    {
        var (table, computed) = branch.IsWalking ? LineTree.BlocksOf(branch.Place!, parent) : (branch.Table, branch.Computed);
        var state = new SequenceState(Model, tokens) { Computed = computed, Reached = branch.Reached };
        state.Table.ForkFrom(table, computed, Model.Pool);
        Model.Touch(state);
        memory?.KeepLine(branch.Place, state);
        return state;
    }

    /// <param name="alone">Tokens that the members would have evaluated each for itself.</param>
    protected EvaluationUsage Usage(long alone) => tally.Usage(alone, ReadsHead ? Model.Config.HeadOutputs : Model.Config.VocabularySize);

    /// <summary>Makes a branch one of the work's own, behind the parent's computed tokens.</summary>
    void LeaveParent(Branch branch)
    {
        branch.Place = memory?.Enter(parent);
        branch.IsWalking = branch.Place is not null;
        if (!branch.IsWalking)
            branch.OwnTable.ForkFrom(parent.Table, parent.Computed, Model.Pool);
        branch.Table = branch.OwnTable;
        branch.Tokens = [];
        branch.Base = branch.Known = branch.Computed = parent.Tokens.Length;
    }

    /// <summary>Follows the memory up to the next state that is read, or leaves it where it does not know the next token; false when all tokens were known and the last is not read.</summary>
    bool TryWalk(Branch branch)
    {
        while (branch.Computed < branch.Known)
        {
            if (branch.Place!.After(branch.TokenAt(branch.Computed)) is not { } node)
            {
                branch.IsWalking = false;
                TakeBlocks(branch);
                branch.IsPaused = branch.OwnTable.Count == 0;
                return true;
            }
            branch.Place = node;
            branch.Computed++;
            if ((WantsOfOwn(branch, branch.Computed - 1) & ~Wants.KeepHidden) == Wants.Nothing)
                continue;
            branch.Recall = node.Hidden;
            return true;
        }
        return false;
    }
}
