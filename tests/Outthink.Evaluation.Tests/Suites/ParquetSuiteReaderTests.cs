using Outthink.Evaluation.Suites;
using Parquet;
using Parquet.Schema;

namespace Outthink.Evaluation.Tests.Suites;

public sealed class ParquetSuiteReaderTests
{
    static Task<Suite> ReadAsync(byte[] bytes, int limit = int.MaxValue) =>
        ParquetSuiteReader.ReadAsync(new MemoryStream(bytes), "file.parquet", limit, TestContext.Current.CancellationToken);

    static Task<SuiteFormatException> RefusedAsync(byte[] bytes) => Assert.ThrowsAsync<SuiteFormatException>(() => ReadAsync(bytes));

    /// <summary>A file of columns: string?[], long?[], double?[] or bool?[]; a plain int[] cannot lack values.</summary>
    static async Task<byte[]> FileAsync(params (string Name, Array Values)[] columns)
    {
        using MemoryStream stream = new();
        DataField[] fields = [.. columns.Select(c => new DataField(c.Name, Nullable.GetUnderlyingType(c.Values.GetType().GetElementType()!) ?? c.Values.GetType().GetElementType()!, isNullable: c.Values is not int[]))];
        await using (ParquetWriter writer = await ParquetWriter.CreateAsync(new ParquetSchema(fields), stream))
        {
            using ParquetRowGroupWriter group = writer.CreateRowGroup();
            for (int i = 0; i < fields.Length; i++)
            {
                await (columns[i].Values switch
                {
                    string[] texts => group.WriteAsync(fields[i], texts),
                    long?[] numbers => group.WriteAsync<long>(fields[i], numbers),
                    double?[] numbers => group.WriteAsync<double>(fields[i], numbers),
                    bool?[] flags => group.WriteAsync<bool>(fields[i], flags),
                    int[] numbers => group.WriteAsync<int>(fields[i], numbers),
                    _ => throw new ArgumentException(columns[i].Name, nameof(columns)),
                });
            }
            group.CompleteValidate();
        }
        return stream.ToArray();
    }

    [Fact]
    public async Task Columns_are_read_and_others_passed_over()
    {
        Suite suite = await ReadAsync(await FileAsync(
            ("url", new bool?[] { true, null }), ("problem", new string?[] { "What is 1 + 1?", "And 2.5 + 2.5?" }), ("answer", new double?[] { 2, 5.5 }),
            ("unique_id", new string?[] { "a", null }), ("level", new string?[] { "Level 5", "" }), ("subject", new string?[] { "Sums", null })));
        Assert.Equal("file.parquet", suite.Name);
        Assert.Equal(new SuiteItem { Id = "a", Problem = "What is 1 + 1?", Answer = "2", Level = "5", Subject = "Sums" }, suite.Items[0]);
        Assert.Equal(new SuiteItem { Id = "2", Problem = "And 2.5 + 2.5?", Answer = "5.5" }, suite.Items[1]);
    }

    [Fact]
    public async Task The_names_and_habits_of_known_data_sets_are_taken()
    {
        Suite grades = await ReadAsync(await FileAsync(("question", new string?[] { "q" }), ("answer", new string?[] { "3 + 4 = 7\n#### 7" })));
        Assert.Equal(("q", "7"), (grades.Items[0].Problem, grades.Items[0].Answer));
        Suite olympiad = await ReadAsync(await FileAsync(("ID", new string?[] { "2024-I-1" }), ("Problem", new string?[] { "p" }), ("Solution", new string?[] { "long" }), ("Answer", new int[] { 204 })));
        Assert.Equal(("2024-I-1", "204"), (olympiad.Items[0].Id, olympiad.Items[0].Answer));
        Suite solutions = await ReadAsync(await FileAsync(("problem", new string?[] { "p" }), ("level", new string?[] { "Level 2" }), ("type", new string?[] { "Algebra" }), ("solution", new string?[] { "So it is $\\boxed{\\frac{1}{2}}$." })));
        Assert.Equal(("\\frac{1}{2}", "2", "Algebra"), (solutions.Items[0].Answer, solutions.Items[0].Level, solutions.Items[0].Subject));
    }

    [Fact]
    public async Task Bad_rows_are_named_with_their_field()
    {
        SuiteFormatException e = await RefusedAsync(await FileAsync(
            ("problem", new string?[] { "p", null, " ", "p" }), ("answer", new string?[] { null, "1", "2", "3" }), ("id", new string?[] { "x", "y", "z", "x" })));
        Assert.StartsWith("file.parquet: 3 things to mend", e.Message, StringComparison.Ordinal);
        Assert.Contains("row 1: field \"answer\" is missing", e.Message, StringComparison.Ordinal);
        Assert.Contains("row 2: field \"problem\" is missing", e.Message, StringComparison.Ordinal);
        Assert.Contains("row 3: field \"problem\" is empty", e.Message, StringComparison.Ordinal);
        e = await RefusedAsync(await FileAsync(("problem", new string?[] { "p", "p" }), ("answer", new long?[] { 1, 2 }), ("id", new long?[] { 7, 7 })));
        Assert.Contains("row 2: field \"id\": \"7\" is already the id of row 1", e.Message, StringComparison.Ordinal);
        e = await RefusedAsync(await FileAsync(("problem", new string?[] { "p" }), ("solution", new string?[] { "who knows" })));
        Assert.Contains("row 1: field \"solution\": states no final answer", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Columns_that_cannot_be_used_are_named()
    {
        Assert.Contains("field \"problem\" is missing; the columns are text, answer", (await RefusedAsync(await FileAsync(("text", new string?[] { "p" }), ("answer", new long?[] { 1 })))).Message, StringComparison.Ordinal);
        Assert.Contains("field \"answer\" is missing; the columns are problem", (await RefusedAsync(await FileAsync(("problem", new string?[] { "p" })))).Message, StringComparison.Ordinal);
        Assert.Contains("field \"answer\": expected text or numbers, found Boolean", (await RefusedAsync(await FileAsync(("problem", new string?[] { "p" }), ("answer", new bool?[] { true })))).Message, StringComparison.Ordinal);
        Assert.Contains("no problems", (await RefusedAsync(await FileAsync(("problem", Array.Empty<string>()), ("answer", Array.Empty<string>())))).Message, StringComparison.Ordinal);
        Assert.Contains("not a readable Parquet file", (await RefusedAsync([.. "PAR1PAR1"u8])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rows_beyond_the_limit_are_not_looked_at() =>
        Assert.Single((await ReadAsync(await FileAsync(("problem", new string?[] { "p", null }), ("answer", new long?[] { 1, 2 })), limit: 1)).Items);

    [Fact]
    public async Task The_first_bytes_tell_the_kind_of_a_file()
    {
        string folder = Directory.CreateTempSubdirectory("outthink-suite-").FullName;
        try
        {
            string table = Path.Combine(folder, "a"), lines = Path.Combine(folder, "b.parquet"), empty = Path.Combine(folder, "c");
            File.WriteAllBytes(table, await FileAsync(("problem", new string?[] { "p" }), ("answer", new long?[] { 1 })));
            File.WriteAllText(lines, """{"Question":"q","answer":"a lot\n#### 5"}""");
            File.WriteAllText(empty, "");
            Assert.Equal("p", (await SuiteFile.ReadAsync(table, cancellationToken: TestContext.Current.CancellationToken)).Items[0].Problem);
            Assert.Equal(("q", "5"), ((await SuiteFile.ReadAsync(lines, cancellationToken: TestContext.Current.CancellationToken)).Items[0] is var item ? (item.Problem, item.Answer) : default));
            await Assert.ThrowsAsync<SuiteFormatException>(() => SuiteFile.ReadAsync(empty, cancellationToken: TestContext.Current.CancellationToken));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Equal_problems_in_other_files_have_the_same_digest()
    {
        Suite table = await ReadAsync(await FileAsync(("problem", new string?[] { "p", "q" }), ("answer", new long?[] { 1, 2 })));
        Suite lines = SuiteReader.Read(new MemoryStream([.. "{\"problem\":\"p\",\"answer\":1}\n{\"problem\":\"q\",\"answer\":\"2\"}"u8]), "other");
        Assert.Equal(SuiteDigest.Of(lines), SuiteDigest.Of(table));
        Assert.NotEqual(SuiteDigest.Of(lines), SuiteDigest.Of(lines with { Items = [.. lines.Items.Reverse()] }));
        Assert.NotEqual(SuiteDigest.Of(lines), SuiteDigest.Of(lines with { Items = lines.Items.SetItem(0, lines.Items[0] with { Level = "" }) }));
    }

    [Fact]
    public async Task Damaged_files_are_read_or_refused()
    {
        byte[] good = await FileAsync(("problem", new string?[] { "p", "a longer problem", "q" }), ("url", new string?[] { "http", "://", "not read" }), ("answer", new long?[] { 1, 2, 3 }), ("level", new string?[] { "1", null, "2" }));
        Random random = new(8);
        int refused = 0;
        const int Rounds = 800;
        for (int round = 0; round < Rounds; round++)
        {
            byte[] bytes = random.Next(8) == 0 ? good[..random.Next(good.Length)] : [.. good];
            for (int i = random.Next(1, 4); i > 0 && bytes.Length > 0; i--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            try
            {
                await ReadAsync(bytes);
            }
            catch (SuiteFormatException)
            {
                refused++;
            }
        }
        Assert.InRange(refused, 1, Rounds - 1); // some damage lies where nothing is read
    }
}
