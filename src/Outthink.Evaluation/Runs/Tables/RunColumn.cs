namespace Outthink.Evaluation.Runs.Tables;

/// <summary>A column of a <see cref="RunTable"/>.</summary>
public sealed record RunColumn(string Name, ColumnKind Kind);
