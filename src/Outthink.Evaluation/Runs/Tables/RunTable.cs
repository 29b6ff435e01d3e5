using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using Outthink.Evaluation.Runs.Storage;

namespace Outthink.Evaluation.Runs.Tables;

/// <summary>A flat view of a run, in a fixed order, for other programs. Rows with negative numbers estimate difficulty.</summary>
public sealed class RunTable
{
    readonly string tail;
    readonly ImmutableArray<string> expressions;

    RunTable(string name, string tail, params ReadOnlySpan<(string Name, ColumnKind Kind, string Expression)> columns)
    {
        (Name, this.tail) = (name, tail);
        Columns = [.. columns.ToArray().Select(c => new RunColumn(c.Name, c.Kind))];
        expressions = [.. columns.ToArray().Select(c => c.Expression)];
    }

    /// <summary>One record a row and problem: what was answered and what it cost.</summary>
    public static RunTable Results { get; } = new(
        "results",
        """FROM results x JOIN rows r ON r."row" = x."row" JOIN problems p ON p.problem = x.problem ORDER BY x."row", x.problem""",
        ("row", ColumnKind.Whole, "x.\"row\""), ("policy", ColumnKind.Text, "r.policy"), ("prm", ColumnKind.Text, "r.prm"), ("strategy", ColumnKind.Text, "r.strategy"),
        ("n", ColumnKind.Whole, "r.n"), ("m", ColumnKind.Whole, "r.m"), ("temperature", ColumnKind.Number, "r.temperature"),
        ("aggregation", ColumnKind.Text, "r.aggregation"), ("selection", ColumnKind.Text, "r.selection"), ("seed", ColumnKind.Text, "r.seed"),
        ("problem", ColumnKind.Text, "p.id"), ("level", ColumnKind.Text, "p.level"), ("subject", ColumnKind.Text, "p.subject"), ("reference", ColumnKind.Text, "p.answer"),
        ("answer", ColumnKind.Text, "x.answer"), ("correct", ColumnKind.Flag, "x.correct"), ("correct_samples", ColumnKind.Whole, "x.correct_samples"),
        ("samples", ColumnKind.Whole, "x.samples"), ("truncated", ColumnKind.Whole, "x.truncated"), ("rejection", ColumnKind.Text, "x.rejection"),
        ("prompt_tokens", ColumnKind.Whole, "x.prompt_tokens"), ("generated_tokens", ColumnKind.Whole, "x.generated_tokens"),
        ("policy_tokens", ColumnKind.Whole, "x.policy_tokens"), ("policy_cached_tokens", ColumnKind.Whole, "x.policy_cached_tokens"),
        ("prm_tokens", ColumnKind.Whole, "x.prm_tokens"), ("prm_cached_tokens", ColumnKind.Whole, "x.prm_cached_tokens"),
        ("policy_flops", ColumnKind.Number, "x.policy_flops"), ("prm_flops", ColumnKind.Number, "x.prm_flops"),
        ("policy_passes", ColumnKind.Whole, "x.policy_passes"), ("prm_passes", ColumnKind.Whole, "x.prm_passes"),
        ("seconds", ColumnKind.Number, "x.seconds"), ("share_seconds", ColumnKind.Number, "x.share_seconds"), ("share_joules", ColumnKind.Number, "x.share_joules"));

    /// <summary>One record a trajectory, truncated ones too.</summary>
    public static RunTable Candidates { get; } = new(
        "candidates",
        """FROM candidates c JOIN problems p ON p.problem = c.problem ORDER BY c."row", c.problem, c.candidate""",
        ("row", ColumnKind.Whole, "c.\"row\""), ("problem", ColumnKind.Text, "p.id"), ("candidate", ColumnKind.Whole, "c.candidate"), ("slot", ColumnKind.Whole, "c.slot"),
        ("seed", ColumnKind.Text, "c.seed"), ("state", ColumnKind.Text, "c.state"), ("answer", ColumnKind.Text, "c.answer"), ("answer_group", ColumnKind.Whole, "c.answer_group"),
        ("score", ColumnKind.Number, "c.score"), ("multiplicity", ColumnKind.Whole, "c.multiplicity"), ("correct", ColumnKind.Flag, "c.correct"),
        ("selected", ColumnKind.Flag, "c.selected"), ("tokens", ColumnKind.Whole, "c.tokens"));

    /// <summary>One record a step of a trajectory.</summary>
    public static RunTable Steps { get; } = new(
        "steps",
        """FROM steps s JOIN problems p ON p.problem = s.problem ORDER BY s."row", s.problem, s.candidate, s.step""",
        ("row", ColumnKind.Whole, "s.\"row\""), ("problem", ColumnKind.Text, "p.id"), ("candidate", ColumnKind.Whole, "s.candidate"), ("step", ColumnKind.Whole, "s.step"),
        ("text", ColumnKind.Text, "s.text"), ("tokens", ColumnKind.Whole, "s.tokens"), ("score", ColumnKind.Number, "s.score"), ("log_probability", ColumnKind.Number, "s.log_probability"));

    public static ImmutableArray<RunTable> All { get; } = [Results, Candidates, Steps];

    public string Name { get; }

    public ImmutableArray<RunColumn> Columns { get; }

    /// <summary>The records of a run: per column a string, long, double or bool, or null.</summary>
    public IEnumerable<object?[]> Read(RunFile run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return Records(run);
    }

    IEnumerable<object?[]> Records(RunFile run)
    {
        using Statement select = new(run.Connection, $"SELECT {string.Join(", ", expressions)} {tail}", 0);
        using SqliteDataReader reader = select.Read();
        while (reader.Read())
        {
            object?[] record = new object?[Columns.Length];
            for (int i = 0; i < record.Length; i++)
            {
                record[i] = reader.IsDBNull(i) ? null : Columns[i].Kind switch
                {
                    ColumnKind.Text => reader.GetString(i),
                    ColumnKind.Whole => reader.GetInt64(i),
                    ColumnKind.Number => reader.GetDouble(i),
                    ColumnKind.Flag => reader.GetBoolean(i),
                    _ => throw new InvalidOperationException($"Unknown kind {Columns[i].Kind}."),
                };
            }
            yield return record;
        }
    }
}
