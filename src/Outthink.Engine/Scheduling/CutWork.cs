using System.Diagnostics;
using Outthink.Engine.Sampling;

namespace Outthink.Engine.Scheduling;

/// <summary>
/// Makes a sequence of a parent's first tokens that shares their blocks. No pass is needed: it is done when the loop
/// takes it up. The last token's state is not the parent's, so that token stays to be computed.
/// </summary>
internal sealed class CutWork(SequenceState parent, int tokens, CancellationToken cancellationToken) : Work(parent, memory: null, cancellationToken)
{
    readonly TaskCompletionSource<Sequence> completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<Sequence> Task => completion.Task;

    public override Wants AfterParent => Wants.Nothing;

    public override void Read(Branch branch, int position, ReadOnlySpan<float> outputs, Sampler sampler) => throw new UnreachableException();

    protected override bool TryFinishAtOnce()
    {
        var state = new SequenceState(Model, Parent.Tokens[..tokens]) { Computed = Math.Min(Parent.Computed, tokens - 1) };
        state.Table.ForkFrom(Parent.Table, state.Computed, Model.Pool);
        Model.Touch(state);
        Finish();
        completion.TrySetResult(new(state));
        return true;
    }

    protected override void Advance(Branch branch, List<Branch> next) => throw new UnreachableException();

    protected override Wants WantsOfOwn(Branch branch, int position) => throw new UnreachableException();

    protected override void AddMembers(Branch branch) => throw new UnreachableException();

    protected override void Abandon(Exception? fault, CancellationToken cancellation)
    {
        if (fault is null)
            completion.TrySetCanceled(cancellation);
        else
            completion.TrySetException(fault);
    }
}
