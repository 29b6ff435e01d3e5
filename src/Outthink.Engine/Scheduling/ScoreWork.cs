using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Outthink.Engine.Sampling;

namespace Outthink.Engine.Scheduling;

/// <summary>Continuations of one parent, read as the request says. Equal beginnings are one branch of a trie.</summary>
internal sealed class ScoreWork : Work
{
    readonly TaskCompletionSource<ScoreResult> completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly ImmutableArray<ImmutableArray<int>> continuations;
    readonly ScoreReading reading;
    readonly int[] needed;
    readonly ScoreNode root;
    readonly SequenceState?[] sequences;
    int finished;

    public ScoreWork(SequenceState parent, ScoreRequest request, CancellationToken cancellationToken) : base(parent, request.Memory?.Tree, cancellationToken)
    {
        continuations = request.Continuations;
        reading = ScoreReading.Of(request, parent.Model.Config);
        needed = [.. Enumerable.Range(0, continuations.Length).Select(reading.Needed)];
        sequences = new SequenceState?[continuations.Length];
        root = ScoreNode.Build(continuations, needed);
    }

    public Task<ScoreResult> Task => completion.Task;

    public override Wants AfterParent => reading.ReadsParent ? reading.Wants : Wants.Nothing;

    public override bool ReadsHead => reading.Wants == Wants.Head;

    public override void Read(Branch branch, int position, ReadOnlySpan<float> outputs, Sampler sampler)
    {
        if (!reading.TryRead(branch.Node!.Members, position - Parent.Tokens.Length, outputs, sampler))
            branch.Fault = position;
    }

    protected override Wants WantsOfOwn(Branch branch, int position)
    {
        var (at, wants) = (position - Parent.Tokens.Length, Wants.Nothing);
        foreach (var member in branch.Node!.Members)
        {
            if (reading.Reads(member, at))
                wants |= reading.Wants;
            if (at == continuations[member].Length - 1)
                wants |= Wants.KeepHidden;
        }
        return wants;
    }

    protected override void AddMembers(Branch branch) => branch.Node = root;

    protected override bool TryFinishAtOnce() => false;

    protected override void Advance(Branch branch, List<Branch> next)
    {
        var node = branch.Node!;
        var start = Parent.Tokens.Length;
        foreach (var member in node.Ending)
        {
            var state = Fork(branch, Parent.Tokens.AddRange(continuations[member]));
            if (state.Computed == state.Tokens.Length)
                state.Hidden = branch.IsWalking ? branch.Place!.Hidden : branch.Kept;
            sequences[member] = state;
            finished++;
        }
        foreach (var child in node.Children)
        {
            var fork = Model.Rent(this);
            fork.ShareFrom(branch, Model.Pool);
            fork.Node = child;
            fork.Tokens = ImmutableCollectionsMarshal.AsArray(continuations[child.Members[0]])!;
            (fork.Base, fork.Computed, fork.Known) = (start, start + child.From, start + child.To);
            GoOn(fork, next);
        }
        Model.Return(branch);
        if (finished == sequences.Length && !IsFinished)
            Complete();
    }

    protected override void Abandon(Exception? fault, CancellationToken cancellation)
    {
        foreach (var sequence in sequences)
            sequence?.LetGo();
        if (fault is null)
            completion.TrySetCanceled(cancellation);
        else
            completion.TrySetException(fault);
    }

    void Complete()
    {
        var alone = needed.Sum(n => (long)Parent.Tokens.Length + n);
        Finish();
        completion.TrySetResult(new()
        {
            Scorings = [.. sequences.Select((state, i) => new Scoring { Sequence = new(state!), Values = reading.Values(i), TopTokens = reading.TopTokens(i) })],
            Usage = Usage(alone),
        });
    }
}
