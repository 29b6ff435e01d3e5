namespace Outthink.Evaluation.Runs.Tables;

/// <summary>What a column of a <see cref="RunTable"/> holds; every one may lack a value.</summary>
public enum ColumnKind
{
    Text,
    Whole,
    Number,
    Flag,
}
