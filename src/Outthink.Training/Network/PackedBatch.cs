namespace Outthink.Training.Network;

/// <summary>
/// Documents of different lengths side by side, without padding. The rows from the last prompt token on are "active":
/// only they are predicted from, so the last block computes only them.
/// </summary>
internal sealed class PackedBatch
{
    /// <summary>One document: its rows among all rows and its active rows among the active ones.</summary>
    /// <param name="Start">First row.</param>
    /// <param name="Length">Tokens read.</param>
    /// <param name="FirstActive">Position of the first active token.</param>
    /// <param name="ActiveStart">First active row.</param>
    internal readonly record struct Document(int Start, int Length, int FirstActive, int ActiveStart)
    {
        /// <summary>How many rows are active: those to the end.</summary>
        internal int ActiveLength => Length - FirstActive;
    }

    internal List<Document> Documents { get; } = [];

    /// <summary>Token of each row: the tokens read.</summary>
    internal List<int> Tokens { get; } = [];

    /// <summary>The row of each active row.</summary>
    internal List<int> ActiveToRow { get; } = [];

    /// <summary>The token to predict at each active row, -1 for none.</summary>
    internal List<int> Targets { get; } = [];

    /// <summary>How many tokens are predicted.</summary>
    internal int TargetCount { get; private set; }

    internal void Clear()
    {
        Documents.Clear();
        Tokens.Clear();
        ActiveToRow.Clear();
        Targets.Clear();
        TargetCount = 0;
    }

    /// <summary>
    /// Adds a document. <paramref name="targets"/> are the tokens to predict from <paramref name="firstActive"/> on,
    /// one a position to the end, -1 where nothing is to be predicted.
    /// </summary>
    internal void Add(ReadOnlySpan<int> tokens, int firstActive, ReadOnlySpan<int> targets)
    {
        if (targets.Length != tokens.Length - firstActive)
            throw new ArgumentException($"There are {targets.Length} targets for {tokens.Length - firstActive} active positions.", nameof(targets));
        var start = Tokens.Count;
        Documents.Add(new Document(start, tokens.Length, firstActive, ActiveToRow.Count));
        Tokens.AddRange(tokens);
        Targets.AddRange(targets);
        for (var i = firstActive; i < tokens.Length; i++) ActiveToRow.Add(start + i);
        foreach (var target in targets)
            if (target >= 0) TargetCount++;
    }
}
