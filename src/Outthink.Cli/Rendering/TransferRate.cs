namespace Outthink.Cli.Rendering;

/// <summary>How fast bytes have come of late.</summary>
internal sealed class TransferRate(TimeProvider time)
{
    static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    readonly Queue<(long At, long Bytes)> marks = new();

    /// <summary>Takes note that so many bytes are there in all.</summary>
    /// <returns>Bytes a second over the last seconds; null at first, and while nothing comes.</returns>
    public double? At(long bytes)
    {
        marks.Enqueue((time.GetTimestamp(), bytes));
        while (marks.Count > 2 && time.GetElapsedTime(marks.Peek().At) > Window) marks.Dequeue();
        (long at, long before) = marks.Peek();
        double seconds = time.GetElapsedTime(at).TotalSeconds;
        return seconds > 0 && bytes > before ? (bytes - before) / seconds : null;
    }
}
