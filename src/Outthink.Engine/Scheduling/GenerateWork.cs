using System.Collections.Immutable;
using Outthink.Engine.Sampling;

namespace Outthink.Engine.Scheduling;

/// <summary>
/// Samples of one parent. Members that have drawn the same tokens so far share a branch and its logits; each draws
/// with its own seed, and the branch divides where they draw differently.
/// </summary>
internal sealed class GenerateWork(SequenceState parent, GenerateRequest request, CancellationToken cancellationToken)
    : Work(parent, cancellationToken)
{
    readonly StopMatcher stops = request.Stops.IsEmpty ? StopMatcher.None : new(request.Stops);
    readonly TaskCompletionSource<GenerateResult> completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly Generation?[] generations = new Generation?[request.Seeds.Length];
    readonly int[] drawn = new int[request.Seeds.Length];
    readonly float[] drawnLogProbs = new float[request.Seeds.Length];
    int finished;

    public Task<GenerateResult> Task => completion.Task;

    protected override bool ReadsParentLogits => true;

    public override void Read(Branch branch, int position, ReadOnlySpan<float> logits, Sampler sampler)
    {
        if (!sampler.TryLoad(logits, request.Sampling))
        {
            branch.Fault = position;
            return;
        }
        var draw = position + 1 - Parent.Tokens.Length;
        foreach (var member in branch.Members.AsSpan(0, branch.MemberCount))
        {
            var token = sampler.Draw(SeededUniform.At(request.Seeds[member], draw));
            (drawn[member], drawnLogProbs[member]) = (token, sampler.LogProbability(logits, token));
        }
    }

    protected override Wants WantsOfOwn(Branch branch, int position) => Wants.Logits;

    protected override void AddMembers(Branch branch)
    {
        for (var member = 0; member < generations.Length; member++)
            branch.AddMember(member);
    }

    protected override bool TryFinishAtOnce()
    {
        if (Parent.Tokens.Length < Model.Config.ContextLength)
            return false;
        for (var member = 0; member < generations.Length; member++)
        {
            var state = new SequenceState(Model, Parent.Tokens) { Computed = Parent.Computed, Hidden = Parent.Hidden };
            state.Table.ForkFrom(Parent.Table, Parent.Computed, Model.Pool);
            Keep(member, new() { Sequence = new(state), NewTokens = [], LogProbs = [], StopReason = StopReason.ContextEnd });
        }
        return true;
    }

    protected override void Advance(Branch branch, List<Branch> next)
    {
        // Those who drew what the first member drew stay; the rest becomes a branch of its own, and so on.
        while (true)
        {
            var token = drawn[branch.Members[0]];
            var same = 1;
            while (same < branch.MemberCount && drawn[branch.Members[same]] == token)
                same++;
            if (same == branch.MemberCount)
                break;
            var rest = Model.Rent(this);
            rest.ForkFrom(branch, Model.Pool);
            var members = branch.Members;
            for (var i = same; i < branch.MemberCount; i++)
            {
                if (drawn[members[i]] == token)
                    members[same++] = members[i];
                else
                    rest.AddMember(members[i]);
            }
            branch.MemberCount = same;
            Append(branch, next);
            branch = rest;
        }
        Append(branch, next);
    }

    protected override void Abandon(Exception? fault, CancellationToken cancellation)
    {
        foreach (var generation in generations)
            generation?.Sequence.Dispose();
        if (fault is null)
            completion.TrySetCanceled(cancellation);
        else
            completion.TrySetException(fault);
    }

    /// <summary>Adds the token that the branch's members drew, and ends the branch if it is the last.</summary>
    void Append(Branch branch, List<Branch> next)
    {
        var first = branch.Members[0];
        var token = drawn[first];
        branch.AppendNew(token, drawnLogProbs[first]);
        branch.MatchState = stops.Advance(branch.MatchState, Model.Tokens.BytesOf(token));
        StopReason? reason =
            Model.Tokens.IsEnd(token) ? StopReason.EndOfSequence
            : branch.MatchState == StopMatcher.Matched ? StopReason.StopString
            : branch.NewCount == request.MaxNewTokens ? StopReason.LengthLimit
            : branch.Known == Model.Config.ContextLength ? StopReason.ContextEnd
            : null;
        if (reason is null)
        {
            next.Add(branch);
            return;
        }
        var newTokens = ImmutableArray.Create(branch.NewTokens, 0, branch.NewCount);
        var logProbs = ImmutableArray.Create(branch.LogProbs, 0, branch.NewCount);
        var tokens = Parent.Tokens.AddRange(newTokens);
        for (var i = 0; i < branch.MemberCount; i++)
            Keep(branch.Members[i], new() { Sequence = new(Fork(branch, branch.Computed, tokens)), NewTokens = newTokens, LogProbs = logProbs, StopReason = reason.Value });
        Model.Return(branch);
    }

    void Keep(int member, Generation generation)
    {
        generations[member] = generation;
        if (++finished < generations.Length)
            return;
        var alone = generations.Sum(g => g!.NewTokens.IsEmpty ? 0L : g.Sequence.TokenCount - 1);
        Finish();
        completion.TrySetResult(new() { Generations = [.. generations!], Usage = Usage(alone) });
    }
}
