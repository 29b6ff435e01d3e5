namespace Outthink;

/// <summary>An opaque name for a trajectory within one search; ports hang their own state (token ids, KV) on it.</summary>
public readonly record struct TrajectoryId(long Value);
