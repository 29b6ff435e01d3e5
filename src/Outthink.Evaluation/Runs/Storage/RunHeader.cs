using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Outthink.Evaluation.Suites;

namespace Outthink.Evaluation.Runs.Storage;

/// <summary>The part of a run file that is written at its beginning: configuration, rows, problems.</summary>
internal static class RunHeader
{
    /// <summary>True for a new file, and for one whose run was killed before it had begun.</summary>
    public static bool IsMissing(SqliteConnection connection)
    {
        using Statement count = new(connection, "SELECT count(*) FROM sqlite_master", 0);
        return count.Value() is 0L;
    }

    /// <summary>Makes the tables and writes what is known before any search, all or nothing.</summary>
    public static void Write(SqliteConnection connection, RunConfiguration configuration, Suite suite)
    {
        Execute(connection, "BEGIN IMMEDIATE");
        Execute(connection, RunSchema.Tables);
        Execute(connection, $"PRAGMA application_id = {RunSchema.ApplicationId}");
        Execute(connection, $"PRAGMA user_version = {RunSchema.Version}");
        using Statement settings = Statement.InsertInto("configuration", 1, connection), rows = Statement.InsertInto("rows", 10, connection), problems = Statement.InsertInto("problems", 7, connection);
        settings.Run(configuration.ToJson());
        for (int i = 0; i < configuration.Rows.Length; i++) Insert(rows, i, configuration.Rows[i].ToPlan());
        for (int i = 0; i < configuration.Estimates.Length; i++) Insert(rows, -1 - i, configuration.Estimates[i].ToPlan());
        for (int i = 0; i < suite.Items.Length; i++)
        {
            SuiteItem item = suite.Items[i];
            problems.Run(i, item.Id, item.Problem, item.Answer, item.Level, item.Subject, JsonSerializer.Serialize(item.Steps.ToArray(), RunJson.Default.StringArray));
        }
        Execute(connection, "COMMIT");
    }

    static void Insert(Statement rows, int row, RowPlan plan) => rows.Run(
        row, plan.Policy, plan.Prm, plan.Strategy.Name, plan.Samples, plan.BeamWidth, plan.Temperature,
        plan.Aggregation?.ToString().ToLowerInvariant(), plan.Selection?.ToString().ToLowerInvariant(), plan.Options.Seed.ToString(CultureInfo.InvariantCulture));

    /// <exception cref="RunFileException">The database is no run, or one of another version.</exception>
    public static RunConfiguration ReadConfiguration(SqliteConnection connection, string path)
    {
        using Statement application = new(connection, "PRAGMA application_id", 0), version = new(connection, "PRAGMA user_version", 0);
        if (application.Value() is not (long)RunSchema.ApplicationId) throw new RunFileException($"'{path}' is a database, but not a run of this program. Give another file.");
        if (version.Value() is not (long)RunSchema.Version) throw new RunFileException($"The run '{path}' has format {version.Value()}; this version reads format {RunSchema.Version}. Read it with the version that wrote it.");
        using Statement select = new(connection, "SELECT json FROM configuration", 0);
        return RunConfiguration.Parse((string?)select.Value() ?? throw new RunFileException($"The run '{path}' has no configuration."));
    }

    /// <summary>The problems of a run.</summary>
    public static Suite ReadSuite(SqliteConnection connection, string name)
    {
        using Statement select = new(connection, "SELECT id, text, answer, level, subject, steps FROM problems ORDER BY problem", 0);
        using SqliteDataReader r = select.Read();
        ImmutableArray<SuiteItem>.Builder items = ImmutableArray.CreateBuilder<SuiteItem>();
        while (r.Read())
        {
            items.Add(new()
            {
                Id = r.GetString(0),
                Problem = r.GetString(1),
                Answer = r.GetString(2),
                Level = r.IsDBNull(3) ? null : r.GetString(3),
                Subject = r.IsDBNull(4) ? null : r.GetString(4),
                Steps = [.. JsonSerializer.Deserialize(r.GetString(5), RunJson.Default.StringArray) ?? []],
            });
        }
        return new() { Name = name, Items = items.ToImmutable() };
    }

    static void Execute(SqliteConnection connection, string sql)
    {
        using Statement statement = new(connection, sql, 0);
        statement.Run();
    }
}
