using Outthink.Training.Kernels;

namespace Outthink.Training.Network;

/// <summary>
/// Documents of different lengths side by side, without padding but to whole tiles of rows. The rows from the last
/// prompt token on are "active": only they are predicted from, so the last block computes only them.
/// </summary>
internal sealed class PackedBatch
{
    /// <summary>One document: its rows among all rows and its active rows among the active ones.</summary>
    /// <param name="Start">First row.</param>
    /// <param name="Length">Tokens read.</param>
    /// <param name="Rows">Length rounded up to whole tiles.</param>
    /// <param name="FirstActive">Position of the first active token.</param>
    /// <param name="ActiveStart">First active row.</param>
    /// <param name="ActiveRows">Active tokens rounded up to whole tiles.</param>
    internal readonly record struct Document(int Start, int Length, int Rows, int FirstActive, int ActiveStart, int ActiveRows);

    internal List<Document> Documents { get; } = [];

    /// <summary>Token of each row, -1 where a row only fills a tile.</summary>
    internal List<int> Tokens { get; } = [];

    /// <summary>The row of each active row, -1 for fillers.</summary>
    internal List<int> ActiveToRow { get; } = [];

    /// <summary>The token to predict at each active row, -1 for none.</summary>
    internal List<int> Targets { get; } = [];

    /// <summary>How many tokens are predicted.</summary>
    internal int TargetCount { get; private set; }

    /// <summary>How many tokens are read.</summary>
    internal int TokenCount { get; private set; }

    internal void Clear()
    {
        Documents.Clear();
        Tokens.Clear();
        ActiveToRow.Clear();
        Targets.Clear();
        TargetCount = TokenCount = 0;
    }

    /// <summary>
    /// Adds a document. <paramref name="targets"/> are the tokens to predict from <paramref name="firstActive"/> on,
    /// one a position to the end, -1 where nothing is to be predicted.
    /// </summary>
    internal void Add(ReadOnlySpan<int> tokens, int firstActive, ReadOnlySpan<int> targets)
    {
        if (targets.Length != tokens.Length - firstActive)
            throw new ArgumentException($"There are {targets.Length} targets for {tokens.Length - firstActive} active positions.", nameof(targets));
        var rows = RoundUp(tokens.Length);
        var activeRows = RoundUp(targets.Length);
        var start = Tokens.Count;
        Documents.Add(new Document(start, tokens.Length, rows, firstActive, ActiveToRow.Count, activeRows));
        for (var i = 0; i < rows; i++) Tokens.Add(i < tokens.Length ? tokens[i] : -1);
        for (var i = 0; i < activeRows; i++)
        {
            var target = i < targets.Length ? targets[i] : -1;
            ActiveToRow.Add(i < targets.Length ? start + firstActive + i : -1);
            Targets.Add(target);
            if (target >= 0) TargetCount++;
        }
        TokenCount += tokens.Length;
    }

    private static int RoundUp(int count) => (count + Gemm.RowMultiple - 1) / Gemm.RowMultiple * Gemm.RowMultiple;
}
