using Outthink.Engine.Sampling;

namespace Outthink.Engine.Scheduling;

/// <summary>A request in the loop. Everything but <see cref="Read"/> and <see cref="Cancel"/> runs on the loop's thread.</summary>
internal abstract class Work(SequenceState parent, CancellationToken cancellationToken)
{
    CancellationTokenRegistration registration;
    volatile bool isCancelRequested;
    long evaluated;
    long attended;
    long passes;
    long lastPass = -1;

    public SequenceState Parent => parent;

    public LoadedModel Model => parent.Model;

    public bool IsCancelRequested => isCancelRequested;

    /// <summary>Completed, cancelled or failed: what is left of its branches is swept away.</summary>
    public bool IsFinished { get; private set; }

    /// <summary>What is read after the parent's last token: nothing, logits or the head.</summary>
    public abstract Wants AfterParent { get; }

    /// <summary>Asks the token to ask the loop to stop this work. Called once, before the loop sees it.</summary>
    public void WatchCancellation() =>
        registration = cancellationToken.UnsafeRegister(static state => ((Work)state!).Cancel(), this);

    void Cancel()
    {
        isCancelRequested = true;
        Model.Loop.NoteCancellation();
    }

    /// <summary>Takes the work up: computes the parent's missing tokens into the parent's own blocks, or goes on from its last state.</summary>
    public void Start()
    {
        if (TryFinishAtOnce())
            return;
        if (parent.Owner is not null)
        {
            Model.Waiting.Add(this);
            return;
        }
        var branch = Model.Rent(this);
        AddMembers(branch);
        if (parent.Computed < parent.Tokens.Length)
        {
            parent.Owner = this;
            branch.Table = parent.Table;
            branch.Tokens = System.Runtime.InteropServices.ImmutableCollectionsMarshal.AsArray(parent.Tokens)!;
            (branch.Computed, branch.Known) = (parent.Computed, parent.Tokens.Length);
            Model.Runnable.Add(branch);
            return;
        }
        LeaveParent(branch);
        if (AfterParent != Wants.Nothing)
        {
            branch.Recall = parent.Hidden;
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
            return WantsOfOwn(branch, position);
        return position < parent.Tokens.Length - 1 ? Wants.Nothing : AfterParent | Wants.KeepHidden;
    }

    /// <summary>Counts rows [computed, computed + rows) of a branch as evaluated in a pass.</summary>
    public void Count(Branch branch, int rows, long pass)
    {
        evaluated += rows;
        attended += (long)rows * branch.Computed + (long)rows * (rows + 1) / 2;
        if (pass != lastPass)
            passes++;
        lastPass = pass;
    }

    /// <summary>Takes in a pass: when the branch knows nothing more that is not computed, goes on from there.</summary>
    public void Absorb(Branch branch, List<Branch> next)
    {
        branch.Computed += branch.PassRows;
        branch.PassRows = -1;
        if (branch.Fault >= 0)
        {
            Fail(new ModelOutputException(Model.Path, branch.Fault));
            Model.Return(branch);
            return;
        }
        var isParent = branch.Table == parent.Table;
        if (isParent)
            parent.Computed = branch.Computed;
        if (branch.Computed < branch.Known)
        {
            next.Add(branch);
            return;
        }
        branch.Recall = null;
        if (isParent)
        {
            parent.Hidden = branch.Kept;
            branch.Kept = null;
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
        parent.LetGo();
    }

    /// <summary>A new sequence that shares the computed tokens of a branch.</summary>
    protected SequenceState Fork(Branch branch, int computed, System.Collections.Immutable.ImmutableArray<int> tokens)
    {
        var state = new SequenceState(Model, tokens) { Computed = computed };
        state.Table.ForkFrom(branch.Table, computed, Model.Pool);
        return state;
    }

    /// <param name="alone">Tokens that the members would have evaluated each for itself.</param>
    protected EvaluationUsage Usage(long alone) => new()
    {
        EvaluatedTokens = evaluated,
        CachedTokens = alone - evaluated,
        Passes = passes,
        Flops = 2.0 * Model.Llama.Weights.Parameters * evaluated + 4.0 * Model.Config.Layers * Model.Config.Heads * Model.Config.HeadDim * attended,
    };

    void LeaveParent(Branch branch)
    {
        branch.OwnTable.ForkFrom(parent.Table, parent.Computed, Model.Pool);
        branch.Table = branch.OwnTable;
        branch.Tokens = [];
        branch.Base = branch.Known = branch.Computed = parent.Tokens.Length;
    }
}
