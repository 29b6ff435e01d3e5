using System.Collections.Immutable;
using Outthink.Engine.Cache;

namespace Outthink.Engine.Scheduling;

/// <summary>
/// A sequence as the loop sees it: it knows tokens, of which a prefix is computed and lies in blocks. When all are
/// computed the last hidden state is kept, so that its logits need no token evaluated again.
/// </summary>
internal sealed class SequenceState(LoadedModel model, ImmutableArray<int> tokens)
{
    HoldCount holds = new();

    public LoadedModel Model => model;
    public ImmutableArray<int> Tokens => tokens;

    // The loop's.
    public BlockTable Table { get; } = new();
    public int Computed
    {
        get;
        set
        {
            field = value;
            Reached = Math.Max(Reached, value);
        }
    }

    /// <summary>Tokens computed before the blocks were taken away; what is computed below this is computed again.</summary>
    public int Reached { get; set; }
    public float[]? Hidden { get; set; }

    /// <summary>The sequence among those of its model that hold blocks, the one used longest ago first.</summary>
    public LinkedListNode<SequenceState>? Place { get; set; }

    /// <summary>The pass before which the sequence was used last.</summary>
    public long LastUse { get; set; }

    /// <summary>Works that go on from it and have not ended.</summary>
    public int Works { get; set; }

    /// <summary>The work that is computing the missing tokens; others wait for it.</summary>
    public Work? Owner { get; set; }

    /// <summary>Takes part in keeping the blocks; false when they have been given up.</summary>
    public bool TryHold() => holds.TryHold();

    /// <summary>Ends one hold; with the last one the loop is asked to give the blocks back.</summary>
    public void LetGo()
    {
        if (holds.LetGo())
            model.Loop.Release(this);
    }

    /// <summary>Takes the blocks away; the tokens remain, and are computed again when somebody goes on from them.</summary>
    public void GiveUpBlocks()
    {
        Table.Clear(model.Pool);
        Computed = 0;
        Hidden = null;
        if (Place?.List is not null)
            model.Sequences.Remove(Place);
    }
}
