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

    public void Meet() => Meeting?.Wait();
}
