using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Outthink.Evaluation.Runs.Storage;

/// <summary>An SQL statement with the parameters $0, $1, …, prepared once and run often. Not thread-safe.</summary>
internal sealed class Statement : IDisposable
{
    readonly SqliteCommand command;

    public Statement(SqliteConnection connection, string sql, int parameters)
    {
        command = connection.CreateCommand();
#pragma warning disable CA2100 // every text is a constant of this room; values are parameters
        command.CommandText = sql;
#pragma warning restore CA2100
        for (int i = 0; i < parameters; i++) command.Parameters.Add(new SqliteParameter { ParameterName = string.Create(CultureInfo.InvariantCulture, $"${i}") });
    }

    /// <summary>An insertion of whole records.</summary>
    public static Statement InsertInto(string table, int columns, SqliteConnection connection) =>
        new(connection, $"INSERT INTO {table} VALUES ({string.Join(", ", Enumerable.Range(0, columns).Select(i => $"${i}"))})", columns);

    public void Run(params ReadOnlySpan<object?> values)
    {
        Set(values);
        command.ExecuteNonQuery();
    }

    public SqliteDataReader Read(params ReadOnlySpan<object?> values)
    {
        Set(values);
        return command.ExecuteReader();
    }

    public object? Value(params ReadOnlySpan<object?> values)
    {
        Set(values);
        return command.ExecuteScalar();
    }

    public void Dispose() => command.Dispose();

    void Set(ReadOnlySpan<object?> values)
    {
        if (values.Length != command.Parameters.Count) throw new ArgumentException($"{command.Parameters.Count} values are needed, {values.Length} are given.", nameof(values));
        for (int i = 0; i < values.Length; i++) command.Parameters[i].Value = values[i] ?? DBNull.Value;
    }
}
