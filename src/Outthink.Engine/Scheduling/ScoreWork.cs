using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Outthink.Engine.Sampling;

namespace Outthink.Engine.Scheduling;

/// <summary>Continuations of one parent, read as the request says. Equal beginnings are one branch of a trie.</summary>
internal sealed class ScoreWork : Work
{
    readonly TaskCompletionSource<ScoreResult> completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly ImmutableArray<ImmutableArray<int>> continuations;
    readonly ReadOut.LabelLogProbs? labels;
    readonly int[] needed;
    readonly ScoreNode root;
    readonly float[][] values;
    readonly SequenceState?[] sequences;
    int finished;

    public ScoreWork(SequenceState parent, ScoreRequest request, CancellationToken cancellationToken) : base(parent, cancellationToken)
    {
        continuations = request.Continuations;
        labels = request.ReadOut as ReadOut.LabelLogProbs;
        needed = [.. continuations.Select((c, i) => labels is null ? c.Length - 1 : labels.Positions[i][^1] + 1)];
        values = [.. continuations.Select((c, i) => new float[labels is null ? c.Length : labels.Positions[i].Length * labels.Labels.Length])];
        sequences = new SequenceState?[continuations.Length];
        root = ScoreNode.Build(continuations, needed);
    }

    public Task<ScoreResult> Task => completion.Task;

    protected override bool ReadsParentLogits => labels is null;

    public override void Read(Branch branch, int position, ReadOnlySpan<float> logits, Sampler sampler)
    {
        var at = position - Parent.Tokens.Length;
        if (labels is null ? !TryReadTokens(branch, at + 1, logits, sampler) : !TryReadLabels(branch, at, logits))
            branch.Fault = position;
    }

    protected override Wants WantsOfOwn(Branch branch, int position)
    {
        if (labels is null)
            return Wants.Logits;
        var (node, at, wants) = (branch.Node!, position - Parent.Tokens.Length, Wants.Nothing);
        foreach (var member in node.Members)
        {
            if (labels.Positions[member].BinarySearch(at) >= 0)
                wants |= Wants.Logits;
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
            var state = Fork(branch, branch.Computed, Parent.Tokens.AddRange(continuations[member]));
            if (state.Computed == state.Tokens.Length)
                state.Hidden = branch.Kept;
            sequences[member] = state;
            finished++;
        }
        foreach (var child in node.Children)
        {
            var fork = Model.Rent(this);
            fork.OwnTable.ForkFrom(branch.Table, branch.Computed, Model.Pool);
            (fork.Table, fork.Node) = (fork.OwnTable, child);
            fork.Tokens = ImmutableCollectionsMarshal.AsArray(continuations[child.Members[0]])!;
            (fork.Base, fork.Computed, fork.Known) = (start, start + child.From, start + child.To);
            next.Add(fork);
        }
        Model.Return(branch);
        if (finished == sequences.Length)
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

    bool TryReadTokens(Branch branch, int at, ReadOnlySpan<float> logits, Sampler sampler)
    {
        if (!sampler.TryLoad(logits))
            return false;
        foreach (var member in branch.Node!.Members)
        {
            if (at < continuations[member].Length)
                values[member][at] = sampler.LogProbability(logits, continuations[member][at]);
        }
        return true;
    }

    bool TryReadLabels(Branch branch, int at, ReadOnlySpan<float> logits)
    {
        var (max, sum) = (double.NegativeInfinity, 0d);
        foreach (var label in labels!.Labels)
            max = Math.Max(max, logits[label]);
        foreach (var label in labels.Labels)
            sum += Math.Exp(logits[label] - max);
        if (!double.IsFinite(sum))
            return false;
        var total = max + Math.Log(sum);
        foreach (var member in branch.Node!.Members)
        {
            var place = labels.Positions[member].BinarySearch(at);
            for (var i = 0; place >= 0 && i < labels.Labels.Length; i++)
                values[member][place * labels.Labels.Length + i] = (float)(logits[labels.Labels[i]] - total);
        }
        return true;
    }

    void Complete()
    {
        var alone = needed.Sum(n => (long)Parent.Tokens.Length + n);
        Finish();
        completion.TrySetResult(new()
        {
            Scorings = [.. sequences.Select((state, i) => new Scoring { Sequence = new(state!), Values = ImmutableCollectionsMarshal.AsImmutableArray(values[i]) })],
            Usage = Usage(alone),
        });
    }
}
