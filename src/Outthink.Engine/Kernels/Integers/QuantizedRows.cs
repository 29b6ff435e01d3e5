namespace Outthink.Engine.Kernels.Integers;

/// <summary>Room for the quantised activations of some rows, in tiles of 6 (<see cref="ActivationTile"/>); reused from matrix to matrix.</summary>
internal sealed unsafe class QuantizedRows : IDisposable
{
    readonly NativeBuffer bytes;

    /// <param name="rows">Most rows.</param>
    /// <param name="depth">Most values of a row.</param>
    public QuantizedRows(int rows, int depth) =>
        bytes = new(TilesFor(rows) * (long)ActivationTile.Rows * BlocksFor(depth) * ActivationTile.RowBytes / sizeof(float));

    /// <summary>The tile that starts with row <paramref name="row"/>, a multiple of 6, when rows have <paramref name="blocks"/> blocks.</summary>
    public byte* Tile(int row, int blocks) => (byte*)bytes.Pointer + row * (long)blocks * ActivationTile.RowBytes;

    /// <summary>Bytes held.</summary>
    public long ByteLength => bytes.Length * sizeof(float);

    public void Dispose() => bytes.Dispose();

    static int TilesFor(int rows) => (rows + ActivationTile.Rows - 1) / ActivationTile.Rows;

    static int BlocksFor(int depth) => (depth + CodeFormat.Block - 1) / CodeFormat.Block;
}
