using Outthink.Engine.Kernels;

namespace Outthink.Engine.Scheduling;

/// <summary>
/// The rows that one model computes at once: for each a token, its place, and what is to be done with its last state.
/// Filled by the loop, then only read until all workers are done with it.
/// </summary>
internal sealed class Pass(int maxTokens)
{
    static readonly Comparison<Branch> ByBlocks = static (a, b) => a.Table.Blocks.SequenceCompareTo(b.Table.Blocks);

    readonly int[] tokens = new int[maxTokens];
    readonly Wants[] wants = new Wants[maxTokens];
    readonly Branch[] branches = new Branch[maxTokens];
    readonly List<Branch> added = [];
    readonly List<int> runStarts = [];

    public LoadedModel Model { get; private set; } = null!;

    public RowIndex Index { get; } = new();

    /// <summary>Branches whose logits are read from a kept state, with no row.</summary>
    public List<Branch> Recalls { get; } = [];

    /// <summary>The same for the head.</summary>
    public List<Branch> HeadRecalls { get; } = [];

    public int RowCount { get; private set; }

    public int Room => maxTokens - RowCount;

    /// <summary>Longest context of the pass.</summary>
    public int MaxContext { get; private set; }

    public bool IsEmpty => RowCount == 0 && Recalls.Count == 0 && HeadRecalls.Count == 0;

    public void Clear(LoadedModel model)
    {
        Model = model;
        MaxContext = RowCount = 0;
        Index.Clear();
        Recalls.Clear();
        HeadRecalls.Clear();
        added.Clear();
        runStarts.Clear();
    }

    /// <summary>Adds the next <paramref name="count"/> uncomputed tokens of a branch, whose blocks are reserved.</summary>
    public void Add(Branch branch, int count)
    {
        added.Add(branch);
        branch.Enter(count);
        RowCount += count;
        MaxContext = Math.Max(MaxContext, branch.Computed + count);
    }

    public void AddRecall(Branch branch)
    {
        (branch.Work.ReadsHead ? HeadRecalls : Recalls).Add(branch);
        branch.PassRows = 0;
    }

    /// <summary>Lays the rows out, in the order of their blocks: sequences that share blocks become neighbours.</summary>
    public void Arrange()
    {
        added.Sort(ByBlocks);
        foreach (var branch in added)
        {
            var (first, count) = (Index.Count, branch.PassRows);
            runStarts.Add(first);
            Index.Add(branch.Table.Blocks, Model.Memory, branch.Computed, count);
            branch.CopyTokens(branch.Computed, tokens.AsSpan(first, count));
            for (var i = 0; i < count; i++)
            {
                branches[first + i] = branch;
                wants[first + i] = branch.Work.WantsOf(branch, branch.Computed + i);
            }
        }
    }

    public ReadOnlySpan<int> Tokens(int first, int count) => tokens.AsSpan(first, count);

    public Wants WantsAt(int row) => wants[row];

    public Branch BranchAt(int row) => branches[row];

    /// <summary>
    /// The first row of a part when rows are dealt out in contiguous parts: about equal, and no sequence is in two,
    /// since its later rows attend to its earlier ones.
    /// </summary>
    public int FirstRowOf(int part, int parts)
    {
        if (part == parts)
            return RowCount;
        var wanted = (int)((long)RowCount * part / parts);
        var run = runStarts.BinarySearch(wanted);
        if (run >= 0)
            return wanted;
        var next = ~run < runStarts.Count ? runStarts[~run] : RowCount;
        var previous = runStarts.Count == 0 ? 0 : runStarts[Math.Max(0, ~run - 1)];
        return next - wanted <= wanted - previous ? next : previous;
    }
}
