namespace Outthink.Engine.Scheduling;

/// <summary>A token that was evaluated behind those of its ancestors, with the state that it left.</summary>
internal sealed class LineNode(LineNode? parent, int token, float[] hidden, int depth)
{
    LineNode? firstChild;
    LineNode? nextSibling;

    public LineNode? Parent => parent;

    public float[] Hidden => hidden;

    /// <summary>Tokens of the sequence up to this one, itself included.</summary>
    public int Depth => depth;

    /// <summary>A sequence that begins with these tokens, and whose blocks may hold them; null: none is known.</summary>
    public SequenceState? Line { get; set; }

    /// <summary>Whether the blocks of its line hold all tokens up to this one.</summary>
    public bool HasBlocks => Line is { } line && line.Computed >= depth;

    /// <summary>The node of a token that was evaluated after this one; null when it was not.</summary>
    public LineNode? After(int next)
    {
        for (var child = firstChild; child is not null; child = child.nextSibling)
        {
            if (child.IsOf(next))
                return child;
        }
        return null;
    }

    public LineNode Add(int next, float[] state) => firstChild = new(this, next, state, depth + 1) { nextSibling = firstChild };

    bool IsOf(int other) => token == other;
}
