using Outthink.Engine.Cache;

namespace Outthink.Engine.Scheduling;

/// <summary>
/// A line of tokens that some members of a work share so far. It knows tokens up to <see cref="Known"/> and has
/// computed those before <see cref="Computed"/>; the loop closes the gap. Reused from work to work.
/// </summary>
internal sealed class Branch
{
    float[]?[] states = [];

    public required Work Work { get; set; }

    /// <summary>The blocks it writes: its own, or the parent sequence's while that is completed.</summary>
    public BlockTable Table { get; set; } = null!;
    public BlockTable OwnTable { get; } = new();

    /// <summary>Token at position p is Tokens[p − Base]; those before the base are the parent's.</summary>
    public int[] Tokens { get; set; } = [];
    public int Base { get; set; }
    public int Known { get; set; }

    public int Computed
    {
        get;
        set
        {
            field = value;
            Reached = Math.Max(Reached, value);
        }
    }

    /// <summary>Tokens computed before its blocks were taken away; what is computed below this is computed again.</summary>
    public int Reached { get; set; }

    /// <summary>It has no blocks, yet or any more: it waits until there is room for all its tokens.</summary>
    public bool IsPaused { get; set; }

    /// <summary>Members of the work, by index.</summary>
    public int[] Members { get; set; } = [];
    public int MemberCount { get; set; }

    /// <summary>Buffers of a generating branch; <see cref="Tokens"/> is the first of them then.</summary>
    public int[] NewTokens { get; set; } = [];
    public float[] LogProbs { get; set; } = [];
    public int MatchState { get; set; }

    /// <summary>The place in the trie of a scoring branch.</summary>
    public ScoreNode? Node { get; set; }

    /// <summary>A hidden state whose logits are to be read though nothing is to be computed.</summary>
    public float[]? Recall { get; set; }

    /// <summary>The node of its last token that the work's memory knows; null: of none.</summary>
    public LineNode? Place { get; set; }

    /// <summary>Whether what it computes next is remembered: not once there was a token that could not be.</summary>
    public bool IsLearnt => Place?.Depth >= Computed;

    /// <summary>It follows a line of the memory: its tokens up to its place count as computed, and it holds no blocks.</summary>
    public bool IsWalking { get; set; }

    /// <summary>The last hidden state, where a read asked to keep it.</summary>
    public float[]? Kept { get; set; }

    /// <summary>Position after which the logits were no numbers; −1: none.</summary>
    public int Fault { get; set; } = -1;

    /// <summary>Rows in the current pass; −1: not in it.</summary>
    public int PassRows { get; set; } = -1;

    public int NewCount => Known - Base;

    public int Missing => Known - Computed;

    /// <summary>Whether its blocks can be taken away and filled again; one that only reads a kept state runs at once.</summary>
    public bool CanPause => !IsPaused && Recall is null;

    public int TokenAt(int position) => position < Base ? Work.Parent.Tokens[position] : Tokens[position - Base];

    /// <summary>Makes room for the states of a pass that are to be kept.</summary>
    public void Enter(int rows)
    {
        PassRows = rows;
        if (rows > states.Length)
            states = new float[Math.Max(rows, states.Length * 2)][];
    }

    /// <summary>Keeps the state of a row. Runs on a worker.</summary>
    public void Keep(int position, float[] state) => states[position - Computed] = state;

    /// <summary>The state kept of a row of the pass.</summary>
    public float[]? StateOf(int row) => states[row];

    /// <summary>Ends the pass: its rows are computed, and of their states only the last is kept here.</summary>
    public void LeavePass()
    {
        Kept = PassRows > 0 ? states[PassRows - 1] : null;
        Array.Clear(states, 0, PassRows);
        Computed += PassRows;
        PassRows = -1;
    }

    /// <summary>Drops the states of a pass that nobody takes in.</summary>
    public void DropStates() => Array.Clear(states, 0, Math.Max(0, PassRows));

    /// <summary>Copies the tokens from a position on.</summary>
    public void CopyTokens(int from, Span<int> to)
    {
        var parents = Math.Clamp(Base - from, 0, to.Length);
        if (parents > 0)
            Work.Parent.Tokens.AsSpan(from, parents).CopyTo(to);
        if (parents < to.Length)
            Tokens.AsSpan(from + parents - Base, to.Length - parents).CopyTo(to[parents..]);
    }

    public void AppendNew(int token, float logProb)
    {
        var count = NewCount;
        if (count == NewTokens.Length)
        {
            var (tokens, logProbs) = (NewTokens, LogProbs);
            Array.Resize(ref tokens, Math.Max(64, count * 2));
            Array.Resize(ref logProbs, tokens.Length);
            (NewTokens, LogProbs) = (tokens, logProbs);
        }
        (NewTokens[count], LogProbs[count]) = (token, logProb);
        Tokens = NewTokens;
        Known++;
    }

    public void AddMember(int member)
    {
        if (MemberCount == Members.Length)
        {
            var members = Members;
            Array.Resize(ref members, Math.Max(8, MemberCount * 2));
            Members = members;
        }
        Members[MemberCount++] = member;
    }

    /// <summary>Takes hold of another's blocks, or of its place in the memory.</summary>
    public void ShareFrom(Branch other, BlockPool pool)
    {
        if (!other.IsWalking)
            OwnTable.ForkFrom(other.Table, other.Computed, pool);
        (Table, Place, IsWalking) = (OwnTable, other.Place, other.IsWalking);
    }

    /// <summary>Takes over another's line up to its computed tokens, sharing its blocks.</summary>
    public void ForkFrom(Branch other, BlockPool pool)
    {
        ShareFrom(other, pool);
        (Base, Known, Computed, MatchState) = (other.Base, other.Known, other.Computed, other.MatchState);
        var count = NewCount;
        if (NewTokens.Length < count + 1)
        {
            NewTokens = new int[Math.Max(64, other.NewTokens.Length)];
            LogProbs = new float[NewTokens.Length];
        }
        other.NewTokens.AsSpan(0, count).CopyTo(NewTokens);
        other.LogProbs.AsSpan(0, count).CopyTo(LogProbs);
        Tokens = NewTokens;
    }
}
