using System.Collections.Immutable;
using System.Globalization;
using Parquet;
using Parquet.Schema;

namespace Outthink.Evaluation.Suites;

/// <summary>
/// Reads a suite from a Parquet file, as the hub's data sets are: columns as the fields of <see cref="SuiteReader"/>,
/// text or numbers. Other columns are not looked at.
/// </summary>
public static class ParquetSuiteReader
{
    /// <summary>A row group claims its size before anything can be checked; no suite is as large.</summary>
    const long MostRows = 10_000_000;

    /// <summary>Reads at most <paramref name="limit"/> problems; rows after them are not looked at.</summary>
    /// <exception cref="SuiteFormatException">Rows that cannot be used, all listed with number and field; or the file is damaged.</exception>
    public static async Task<Suite> ReadAsync(Stream stream, string name, int limit = int.MaxValue, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        try
        {
            await using ParquetReader reader = await ParquetReader.CreateAsync(stream, new ParquetOptions { TreatByteArrayAsString = true }, leaveStreamOpen: true, cancellationToken);
            return await ReadAsync(reader, name, limit, cancellationToken);
        }
        catch (Exception fault) when (fault is not (OperationCanceledException or SuiteFormatException))
        {
            // The library meets a damaged file with exceptions of every kind.
            throw new SuiteFormatException($"{name}: not a readable Parquet file: {fault.Message}", fault);
        }
    }

    static async Task<Suite> ReadAsync(ParquetReader reader, string name, int limit, CancellationToken cancellationToken)
    {
        SuiteProblems found = new(name, "row");
        Columns columns = Columns.Of(reader.Schema, name);
        int number = 0;
        for (int g = 0; g < reader.RowGroupCount && found.ItemCount < limit; g++)
        {
            using ParquetRowGroupReader group = reader.OpenRowGroupReader(g);
            if (group.RowCount is < 0 or > MostRows) throw new SuiteFormatException($"{name}: row group {g + 1} claims {group.RowCount} rows; at most {MostRows} are read.");
            string?[] problems = await ColumnText.ReadAsync(group, columns.Problem, name, cancellationToken);
            string?[] answers = await ColumnText.ReadAsync(group, columns.Answer ?? columns.Solution!, name, cancellationToken);
            string?[]? ids = await ReadAsync(columns.Id), levels = await ReadAsync(columns.Level), subjects = await ReadAsync(columns.Subject);
            for (int i = 0; i < problems.Length && found.ItemCount < limit; i++)
            {
                number++;
                int before = found.Count;
                string problem = Required(columns.Problem.Name, problems[i]);
                string answer = columns.Answer is { } field ? SuiteFields.Reference(Required(field.Name, answers[i])) : Stated(columns.Solution!.Name, answers[i]);
                if (found.Count > before) continue;
                found.Take(number, new()
                {
                    Id = Given(ids?[i]) ?? number.ToString(CultureInfo.InvariantCulture),
                    Problem = problem,
                    Answer = answer,
                    Level = SuiteFields.LevelOf(Given(levels?[i])),
                    Subject = Given(subjects?[i]),
                });
            }

            async Task<string?[]?> ReadAsync(DataField? field) => field is null ? null : await ColumnText.ReadAsync(group, field, name, cancellationToken);
        }
        return found.ToSuite("give a file with the columns \"problem\" and \"answer\"");

        string Required(string field, string? value)
        {
            if (!string.IsNullOrWhiteSpace(value)) return value;
            found.Add(number, $"field \"{field}\" is {(value is null ? "missing" : "empty")}");
            return "";
        }

        string Stated(string field, string? solution)
        {
            if (Required(field, solution) is not { Length: > 0 } text) return "";
            if (SuiteFields.ReferenceOf(text) is { } answer) return answer;
            found.Add(number, $"field \"{field}\": states no final answer, and there is no field \"answer\"");
            return "";
        }
    }

    /// <summary>A blank value of a field that need not be there is none.</summary>
    static string? Given(string? value) => string.IsNullOrWhiteSpace(value) ? null : value;

    sealed record Columns(DataField Problem, DataField? Answer, DataField? Solution, DataField? Id, DataField? Level, DataField? Subject)
    {
        public static Columns Of(ParquetSchema schema, string name)
        {
            DataField? problem = Find(SuiteFields.Problem), answer = Find(SuiteFields.Answer), solution = answer is null ? Find(SuiteFields.Solution) : null;
            return problem is not null && (answer ?? solution) is not null
                ? new(problem, answer, solution, Find(SuiteFields.Id), Find(SuiteFields.Level), Find(SuiteFields.Subject))
                : throw new SuiteFormatException($"{name}: field \"{(problem is null ? "problem" : "answer")}\" is missing; the columns are {string.Join(", ", schema.Fields.Select(f => f.Name))}");

            DataField? Find(ImmutableArray<string> names)
            {
                if (SuiteFields.Find(names, schema.Fields.Select(f => f.Name)) is not { } column) return null;
                return schema.Fields.First(f => f.Name == column) is DataField { IsArray: false } field
                    ? field
                    : throw new SuiteFormatException($"{name}: field \"{column}\": expected text or numbers, found a nested column");
            }
        }
    }
}
