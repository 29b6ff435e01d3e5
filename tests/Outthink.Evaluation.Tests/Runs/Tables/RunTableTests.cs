using System.Text;
using Outthink.Evaluation.Runs.Storage;
using Outthink.Evaluation.Runs.Tables;
using Outthink.Evaluation.Tests.Runs.Storage;
using Parquet;
using Parquet.Schema;

namespace Outthink.Evaluation.Tests.Runs.Tables;

public sealed class RunTableTests
{
    [Fact]
    public async Task Tables_hold_what_the_file_holds()
    {
        using StoredRun stored = new();
        await stored.RunAsync("run");
        using RunFile file = RunFile.OpenRead(stored.PathOf("run"));
        object?[][] results = [.. RunTable.Results.Read(file)], candidates = [.. RunTable.Candidates.Read(file)], steps = [.. RunTable.Steps.Read(file)];
        Assert.Equal(file.Total, results.Length);
        Assert.Equal(file.ReadResult().Rows.Sum(r => r.Accuracy.Successes), results.Count(r => (long)r[0]! >= 0 && (bool)r[15]!));
        Assert.Equal(candidates.Sum(c => (long)c[12]!), steps.Sum(s => (long)s[5]!)); // tokens
        Assert.Equal(["results", "candidates", "steps"], RunTable.All.Select(t => t.Name));
    }

    [Fact]
    public async Task Csv_and_parquet_say_the_same()
    {
        using StoredRun stored = new();
        await stored.RunAsync("run");
        using RunFile file = RunFile.OpenRead(stored.PathOf("run"));
        foreach (RunTable table in RunTable.All)
        {
            object?[][] records = [.. table.Read(file)];
            using MemoryStream parquet = new(), csv = new();
            await ParquetExport.WriteAsync(file, table, parquet, TestContext.Current.CancellationToken);
            CsvExport.Write(file, table, csv);
            string[][] fields = ParseCsv(Encoding.UTF8.GetString(csv.ToArray()));
            Assert.Equal(table.Columns.Select(c => c.Name), fields[0]);
            Assert.Equal(records.Length + 1, fields.Length);

            await using ParquetReader reader = await ParquetReader.CreateAsync(parquet, cancellationToken: TestContext.Current.CancellationToken);
            using ParquetRowGroupReader group = reader.OpenRowGroupReader(0);
            Assert.Equal(records.Length, group.RowCount);
            DataField[] columns = reader.Schema.GetDataFields();
            for (int c = 0; c < columns.Length; c++)
            {
                object?[] expected = [.. records.Select(r => r[c])];
                Assert.Equal(expected, await ReadAsync(group, columns[c]));
                Assert.Equal(expected.Select(v => v is bool flag ? (flag ? "true" : "false") : FormattableString.Invariant($"{v}")), fields.Skip(1).Select(r => r[c]));
            }
        }
    }

    static async Task<object?[]> ReadAsync(ParquetRowGroupReader group, DataField field)
    {
        if (field.ClrType == typeof(long)) return await OfAsync<long>();
        if (field.ClrType == typeof(double)) return await OfAsync<double>();
        if (field.ClrType == typeof(bool)) return await OfAsync<bool>();
        string?[] texts = new string?[group.RowCount];
        await group.ReadAsync(field, texts!.AsMemory()!);
        return texts;

        async Task<object?[]> OfAsync<T>() where T : struct
        {
            T?[] values = new T?[group.RowCount];
            await group.ReadAsync<T>(field, values.AsMemory());
            return [.. values.Select(v => (object?)v)];
        }
    }

    /// <summary>A plain reading of RFC 4180.</summary>
    static string[][] ParseCsv(string text)
    {
        List<string[]> records = [];
        List<string> record = [];
        StringBuilder field = new();
        bool isQuoted = false;
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (isQuoted && c == '"' && i + 1 < text.Length && text[i + 1] == '"') field.Append(text[++i]);
            else if (c == '"') isQuoted = !isQuoted;
            else if (isQuoted || c is not (',' or '\n')) field.Append(c);
            else
            {
                record.Add(field.ToString());
                field.Clear();
                if (c == ',') continue;
                records.Add([.. record]);
                record.Clear();
            }
        }
        return [.. records];
    }
}
