namespace Outthink.Engine.Scheduling;

/// <summary>How passes are cut and shared among threads. Only speed depends on it; the defaults were measured (docs/engine.md).</summary>
internal sealed record PassTuning
{
    /// <summary>Models up to this many parameters are taken to stay in the second-level cache of every core.</summary>
    public long CachedParameters { get; init; } = 1 << 18;

    /// <summary>Parameters × rows below which a single thread is fastest.</summary>
    public long SoloWork { get; init; } = 1 << 20;

    /// <summary>Rows that go through all layers at a time where each thread has rows of its own.</summary>
    public int SliceRows { get; init; } = 48;

    /// <summary>Rows that go through all layers at a time where all threads share each matrix.</summary>
    public int TogetherRows { get; init; } = 512;

    /// <summary>Rows of logits made at a time.</summary>
    public int LogitRows { get; init; } = 64;
}
