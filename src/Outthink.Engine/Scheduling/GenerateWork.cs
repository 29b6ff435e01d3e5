using System.Collections.Immutable;
using Outthink.Engine.Sampling;

namespace Outthink.Engine.Scheduling;

/// <summary>
/// Samples of one parent. Members that have drawn the same tokens so far share a branch and its logits; each draws
/// with its own seed, and the branch divides where they draw differently. Members beyond the samples are their
/// reserves: they cost nothing beside a sample, and a branch of reserves alone is parked until the samples have ended
/// and show which reserves are wanted.
/// </summary>
internal sealed class GenerateWork(SequenceState parent, GenerateRequest request, CancellationToken cancellationToken)
    : Work(parent, request.Memory?.Tree, cancellationToken)
{
    readonly StopMatcher stops = request.Stops.IsEmpty ? StopMatcher.None : new(request.Stops);
    readonly TaskCompletionSource<GenerateResult> completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly ImmutableArray<ulong> seeds = request.Seeds.AddRange(request.ReserveSeeds);
    readonly Generation?[] generations = new Generation?[request.Seeds.Length + request.ReserveSeeds.Length];
    readonly int[] drawn = new int[request.Seeds.Length + request.ReserveSeeds.Length];
    readonly float[] drawnLogProbs = new float[request.Seeds.Length + request.ReserveSeeds.Length];
    readonly List<Branch> parked = [];
    readonly int samples = request.Seeds.Length;
    readonly int groupSize = request.GroupSize == 0 ? request.Seeds.Length : request.GroupSize;
    readonly bool[] isWanted = new bool[request.Seeds.Length + request.ReserveSeeds.Length];
    int samplesLeft = request.Seeds.Length;

    public Task<GenerateResult> Task => completion.Task;

    public override Wants AfterParent => Wants.Logits;

    public override List<Branch> Parked => parked;

    public override void Read(Branch branch, int position, ReadOnlySpan<float> outputs, Sampler sampler)
    {
        if (!sampler.TryLoad(outputs, request.Sampling))
        {
            branch.Fault = position;
            return;
        }
        var draw = request.FirstDraw + position + 1 - Parent.Tokens.Length;
        foreach (var member in branch.Members.AsSpan(0, branch.MemberCount))
        {
            var token = sampler.Draw(SeededUniform.At(seeds[member], draw));
            (drawn[member], drawnLogProbs[member]) = (token, sampler.LogProbability(outputs, token));
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
        for (var member = 0; member < samples; member++)
        {
            var state = new SequenceState(Model, Parent.Tokens) { Computed = Parent.Computed, Hidden = Parent.Hidden };
            state.Table.ForkFrom(Parent.Table, Parent.Computed, Model.Pool);
            Model.Touch(state);
            generations[member] = new() { Sequence = new(state), NewTokens = [], LogProbs = [], StopReason = StopReason.ContextEnd };
        }
        samplesLeft = 0;
        Complete();
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
        if (samplesLeft > 0 || IsFinished)
            return;
        foreach (var waiting in parked)
            GoOnWithWanted(waiting, next);
        parked.Clear();
        if (!isWanted.Where((wanted, member) => wanted && generations[member] is null).Any())
            Complete();
    }

    protected override void Abandon(Exception? fault, CancellationToken cancellation)
    {
        foreach (var branch in parked)
            Model.Return(branch);
        parked.Clear();
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
            !request.IgnoresEnd && Model.Tokens.IsEnd(token) ? StopReason.EndOfSequence
            : branch.MatchState == StopMatcher.Matched ? StopReason.StopString
            : branch.NewCount == request.MaxNewTokens ? StopReason.LengthLimit
            : branch.Known == Model.Config.ContextLength ? StopReason.ContextEnd
            : null;
        if (reason is { } ended)
            End(branch, ended);
        else if (first < samples)
            GoOn(branch, next); // members ascend: samples come first
        else if (samplesLeft > 0)
            GoOn(branch, parked);
        else
            GoOnWithWanted(branch, next);
    }

    /// <summary>Once all samples have ended: lets the wanted ones of a branch of reserves go on.</summary>
    void GoOnWithWanted(Branch branch, List<Branch> next)
    {
        var wanted = 0;
        for (var i = 0; i < branch.MemberCount; i++)
        {
            if (isWanted[branch.Members[i]])
                branch.Members[wanted++] = branch.Members[i];
        }
        branch.MemberCount = wanted;
        if (wanted > 0)
            GoOn(branch, next);
        else
            Model.Return(branch);
    }

    /// <summary>Members that end together are equal: of each group only the first is new.</summary>
    void End(Branch branch, StopReason reason)
    {
        var newTokens = ImmutableArray.Create(branch.NewTokens, 0, branch.NewCount);
        var logProbs = ImmutableArray.Create(branch.LogProbs, 0, branch.NewCount);
        var tokens = Parent.Tokens.AddRange(newTokens);
        var previous = -1;
        foreach (var member in branch.Members.AsSpan(0, branch.MemberCount))
        {
            generations[member] = new() { Sequence = new(Fork(branch, tokens)), NewTokens = newTokens, LogProbs = logProbs, StopReason = reason };
            if (member >= samples)
                continue;
            samplesLeft--;
            if (!request.ReserveSeeds.IsEmpty && previous >= 0 && previous / groupSize == member / groupSize)
                isWanted[samples + member] = true;
            previous = member;
        }
        Model.Return(branch);
    }

    void Complete()
    {
        for (var member = samples; member < generations.Length; member++)
        {
            if (isWanted[member])
                continue;
            generations[member]?.Sequence.Dispose();
            generations[member] = null;
        }
        var alone = generations.Sum(g => g is null or { NewTokens.IsEmpty: true } ? 0L : g.Sequence.TokenCount - 1);
        Finish();
        completion.TrySetResult(new()
        {
            Generations = [.. generations.Take(samples)!],
            Reserves = [.. generations.Skip(samples)],
            Usage = Usage(alone),
        });
    }
}
