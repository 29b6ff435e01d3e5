namespace Outthink.Engine.Scheduling;

/// <summary>What the loop knows of tokens: their bytes, and which end a generation.</summary>
internal sealed class TokenTable
{
    readonly byte[] bytes;
    readonly int[] starts;
    readonly bool[] ends;

    public TokenTable(IReadOnlyList<byte[]> tokens, Func<int, bool> isEnd)
    {
        starts = new int[tokens.Count + 1];
        ends = new bool[tokens.Count];
        for (var i = 0; i < tokens.Count; i++)
        {
            starts[i + 1] = starts[i] + tokens[i].Length;
            ends[i] = isEnd(i);
        }
        bytes = [.. tokens.SelectMany(token => token)];
    }

    public ReadOnlySpan<byte> BytesOf(int token) => bytes.AsSpan(starts[token], starts[token + 1] - starts[token]);

    public bool IsEnd(int token) => ends[token];
}
