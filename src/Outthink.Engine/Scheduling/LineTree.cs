using System.Collections.Immutable;
using Outthink.Engine.Cache;

namespace Outthink.Engine.Scheduling;

/// <summary>
/// A memory as the loop sees it: a tree of the tokens evaluated behind the root, and the sequences in whose blocks they
/// lie. Such a sequence loses its blocks like any that no request uses; its tokens' states remain. Everything but the
/// holds belongs to the loop's thread.
/// </summary>
internal sealed class LineTree(LoadedModel model, ImmutableArray<int> root, long limitBytes)
{
    const int NodeBytes = 128; // of a node beside its state, about

    readonly List<SequenceState> lines = [];
    readonly long bytesPerNode = NodeBytes + sizeof(float) * (long)model.Config.Width;
    HoldCount holds = new();
    LineNode? start;
    long bytes;

    public LoadedModel Model => model;

    public ImmutableArray<int> Root => root;

    public bool TryHold() => holds.TryHold();

    /// <summary>Ends one hold; with the last one the loop is asked to give everything back.</summary>
    public void LetGo()
    {
        if (holds.LetGo())
            model.Loop.Release(this);
    }

    /// <summary>The node of the longest remembered beginning of a sequence that starts with the root; null: not even the root is.</summary>
    public LineNode? Deepest(ImmutableArray<int> tokens)
    {
        var node = start;
        while (node is not null && node.Depth < tokens.Length && node.After(tokens[node.Depth]) is { } next)
            node = next;
        return node;
    }

    /// <summary>Whether the state after the last of these tokens is remembered.</summary>
    public bool Knows(ImmutableArray<int> tokens) => Deepest(tokens)?.Depth == tokens.Length;

    /// <summary>The node of a sequence's end, which is added where the sequence is computed; null when the tokens before it are not remembered, or no more is.</summary>
    public LineNode? Enter(SequenceState state)
    {
        var count = state.Tokens.Length;
        if (start is null && count == root.Length && state.Hidden is { } hidden && TryTake())
            start = new(null, state.Tokens[^1], hidden, count);
        var node = Deepest(state.Tokens);
        if (node?.Depth == count - 1 && state.Hidden is { } last)
            node = Add(node, state.Tokens[^1], last);
        KeepLine(node, state);
        return node?.Depth == count ? node : null;
    }

    /// <summary>Remembers the tokens that a branch has computed in this pass behind its place; once one cannot be, none after it is.</summary>
    public void Learn(Branch branch)
    {
        for (var row = 0; row < branch.PassRows && branch.IsLearnt; row++)
        {
            var at = branch.Computed + row;
            if (at < branch.Place!.Depth)
                continue;
            if (at > branch.Place.Depth || branch.StateOf(row) is not { } state || Add(branch.Place, branch.TokenAt(at), state) is not { } node)
                return;
            branch.Place = node;
        }
    }

    /// <summary>Keeps a sequence's blocks for the nodes that it runs through and that have none.</summary>
    public void KeepLine(LineNode? end, SequenceState state)
    {
        if (end is null || end.HasBlocks || state.Computed < end.Depth || !state.TryHold())
            return;
        lines.Add(state);
        for (var node = end; node is not null && !node.HasBlocks; node = node.Parent)
            node.Line = state;
    }

    /// <summary>Who holds most of the tokens up to a node in its blocks: a line, or the sequence <paramref name="parent"/>, which begins with them; and how many.</summary>
    public static (BlockTable Table, int Tokens) BlocksOf(LineNode place, SequenceState parent)
    {
        var (best, most) = (parent, parent.Computed);
        for (var node = place; node is not null && node.Depth > most; node = node.Parent)
        {
            if (node.Line is { } line && Math.Min(line.Computed, node.Depth) > most)
                (best, most) = (line, Math.Min(line.Computed, node.Depth));
        }
        if (most > 0)
            best.Model.Touch(best);
        return (best.Table, most);
    }

    /// <summary>Nobody uses the memory any more.</summary>
    public void Clear()
    {
        start = null;
        foreach (var line in lines)
            line.LetGo();
        lines.Clear();
    }

    LineNode? Add(LineNode place, int token, float[] state) => place.After(token) ?? (TryTake() ? place.Add(token, state) : null);

    bool TryTake()
    {
        if (bytes + bytesPerNode > limitBytes)
            return false;
        bytes += bytesPerNode;
        return true;
    }
}
