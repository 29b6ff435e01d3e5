using Outthink.Engine.Kernels;

namespace Outthink.Engine.Models;

/// <summary>The activations of up to <see cref="Capacity"/> rows: made once, reused by every pass.</summary>
internal sealed class Workspace : IDisposable
{
    readonly NativeBuffer stream, normed, queries, keys, values, attended, gate, up, hidden, logits, headHidden, headOutputs;
    readonly (int Stream, int Queries, int Keys, int Hidden, int Vocabulary, int HeadHidden, int HeadOutputs) stride;

    /// <param name="config">The shape of the model.</param>
    /// <param name="capacity">Rows that fit.</param>
    /// <param name="logitRows">Rows of logits that fit; more wanted rows are done in turns.</param>
    public Workspace(ModelConfig config, int capacity, int logitRows)
    {
        (Capacity, LogitRows) = (capacity, Math.Min(capacity, logitRows));
        stride = (Pad(config.Width), Pad(config.Heads * config.HeadDim), Pad(config.KvHeads * config.HeadDim), Pad(config.FeedForward), Pad(config.VocabularySize),
            Pad(config.HeadHidden), Pad(config.HeadOutputs));
        NativeBuffer Rows(int rowStride) => new((long)capacity * rowStride);
        (stream, normed, hidden) = (Rows(stride.Stream), Rows(stride.Stream), Rows(stride.Stream));
        (queries, keys, values, attended) = (Rows(stride.Queries), Rows(stride.Keys), Rows(stride.Keys), Rows(stride.Queries));
        (gate, up) = (Rows(stride.Hidden), Rows(stride.Hidden));
        logits = new((long)LogitRows * stride.Vocabulary);
        headHidden = new((long)LogitRows * stride.HeadHidden);
        headOutputs = new((long)LogitRows * stride.HeadOutputs);
    }

    public int Capacity { get; }
    public int LogitRows { get; }

    public Rows Stream(int rows) => Rows.Of(stream, stride.Stream, rows);
    public Rows Normed(int rows) => Rows.Of(normed, stride.Stream, rows);
    public Rows Queries(int rows) => Rows.Of(queries, stride.Queries, rows);
    public Rows Keys(int rows) => Rows.Of(keys, stride.Keys, rows);
    public Rows Values(int rows) => Rows.Of(values, stride.Keys, rows);
    public Rows Attended(int rows) => Rows.Of(attended, stride.Queries, rows);
    public Rows Gate(int rows) => Rows.Of(gate, stride.Hidden, rows);
    public Rows Up(int rows) => Rows.Of(up, stride.Hidden, rows);

    /// <summary>The normed last state of the rows that are read, side by side.</summary>
    public Rows Hidden(int rows) => Rows.Of(hidden, stride.Stream, rows);
    public Rows Logits(int rows) => Rows.Of(logits, stride.Vocabulary, rows);
    public Rows HeadHidden(int rows) => Rows.Of(headHidden, stride.HeadHidden, rows);
    public Rows HeadOutputs(int rows) => Rows.Of(headOutputs, stride.HeadOutputs, rows);

    public void Dispose()
    {
        foreach (var buffer in (NativeBuffer[])[stream, normed, queries, keys, values, attended, gate, up, hidden, logits, headHidden, headOutputs])
            buffer.Dispose();
    }

    static int Pad(int length) => (length + 15) / 16 * 16;
}
