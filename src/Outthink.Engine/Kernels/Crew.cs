using Outthink.Engine.Kernels.Integers;

namespace Outthink.Engine.Kernels;

/// <summary>
/// One of <paramref name="Parts"/> threads that walk through the same pass: each takes its share of every step, and
/// all meet between steps. With one part there is nothing to wait for.
/// </summary>
internal readonly record struct Crew(int Part, int Parts, MeetingPoint? Meeting)
{
    public static Crew Alone => new(0, 1, null);

    /// <summary>This part's share of <paramref name="count"/> items: a fixed range.</summary>
    public (int From, int To) Share(int count) => ((int)((long)count * Part / Parts), (int)((long)count * (Part + 1) / Parts));

    /// <summary>This part's share of rows in whole tiles, as quantised rows are stored.</summary>
    public (int From, int To) ShareRows(int count)
    {
        var (from, to) = Share((count + ActivationTile.Rows - 1) / ActivationTile.Rows);
        return (from * ActivationTile.Rows, Math.Min(to * ActivationTile.Rows, count));
    }

    public void Meet() => Meeting?.Wait();
}
