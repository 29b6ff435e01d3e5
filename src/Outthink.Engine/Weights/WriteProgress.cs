namespace Outthink.Engine.Weights;

/// <summary>How far a model file is written.</summary>
public readonly record struct WriteProgress(long WrittenBytes, long TotalBytes);
