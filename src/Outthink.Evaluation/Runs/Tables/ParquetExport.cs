using Outthink.Evaluation.Runs.Storage;
using Parquet;
using Parquet.Schema;

namespace Outthink.Evaluation.Runs.Tables;

/// <summary>A table as a Parquet file; every column may lack values.</summary>
public static class ParquetExport
{
    const int RowGroup = 65_536;

    public static async Task WriteAsync(RunFile run, RunTable table, Stream stream, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        DataField[] fields = [.. table.Columns.Select(c => new DataField(c.Name, TypeOf(c.Kind), isNullable: true))];
        await using ParquetWriter writer = await ParquetWriter.CreateAsync(new ParquetSchema(fields), stream, cancellationToken: cancellationToken);
        foreach (object?[][] records in table.Read(run).Chunk(RowGroup))
        {
            using ParquetRowGroupWriter group = writer.CreateRowGroup();
            for (int c = 0; c < fields.Length; c++)
            {
                switch (table.Columns[c].Kind)
                {
                    case ColumnKind.Text:
                        await group.WriteAsync(fields[c], [.. records.Select(r => (string)r[c]!)]);
                        break;
                    case ColumnKind.Whole:
                        await group.WriteAsync<long>(fields[c], Column<long>(records, c), cancellationToken: cancellationToken);
                        break;
                    case ColumnKind.Number:
                        await group.WriteAsync<double>(fields[c], Column<double>(records, c), cancellationToken: cancellationToken);
                        break;
                    case ColumnKind.Flag:
                        await group.WriteAsync<bool>(fields[c], Column<bool>(records, c), cancellationToken: cancellationToken);
                        break;
                }
            }
            group.CompleteValidate();
        }
    }

    static Type TypeOf(ColumnKind kind) => kind switch
    {
        ColumnKind.Text => typeof(string),
        ColumnKind.Whole => typeof(long),
        ColumnKind.Number => typeof(double),
        ColumnKind.Flag => typeof(bool),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Unknown kind."),
    };

    static ReadOnlyMemory<T?> Column<T>(object?[][] records, int column) where T : struct => Array.ConvertAll(records, r => (T?)r[column]);
}
