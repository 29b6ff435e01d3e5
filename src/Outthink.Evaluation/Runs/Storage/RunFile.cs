using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Outthink.Evaluation.Runs.Subsampling;
using Outthink.Evaluation.Suites;
using Outthink.Scoring;

namespace Outthink.Evaluation.Runs.Storage;

/// <summary>
/// A run as a SQLite file: problems, trajectories with their step scores, verdicts, usage, the whole configuration. A
/// finished problem is one transaction, so a run that was killed at any moment is gone on with where it stood.
/// Writing is thread-safe.
/// </summary>
public sealed class RunFile : IDisposable
{
    readonly SqliteConnection connection;
    readonly FileStream? lockFile;
    readonly ProblemWriter? writer;
    readonly Lock gate = new();

    RunFile(string path, SqliteConnection connection, FileStream? lockFile, RunConfiguration configuration, int? attempt)
    {
        (Path, this.connection, this.lockFile, Configuration) = (path, connection, lockFile, configuration);
        Suite = RunHeader.ReadSuite(connection, configuration.Suite);
        DoneAtStart = Done;
        if (attempt is { } number) writer = new(connection, number);
    }

    public string Path { get; }

    public RunConfiguration Configuration { get; }

    /// <summary>The problems as they were when the run began.</summary>
    public Suite Suite { get; }

    /// <summary>Problems finished, over all rows and difficulty estimates.</summary>
    public int Done => Count("SELECT count(*) FROM results");

    /// <summary>What <see cref="Done"/> was when the file was opened: more than 0 means that an earlier run is gone on with.</summary>
    public int DoneAtStart { get; }

    /// <summary>What <see cref="Done"/> will be at the end.</summary>
    public int Total => Suite.Items.Length * (Configuration.Rows.Length + Configuration.Estimates.Length);

    /// <summary>How often the run was begun or gone on with.</summary>
    public int Attempts => Count("SELECT count(*) FROM attempts");

    /// <summary>Where the joules come from, each source once, in the order of the attempts.</summary>
    public ImmutableArray<string> EnergySources => Distinct("energy");

    /// <summary>Where the run was computed, each machine once, in the order of the attempts.</summary>
    /// <exception cref="RunFileException">An attempt's machine cannot be read.</exception>
    public ImmutableArray<Machine> Machines => [.. Distinct("machine").Select(Machine.Parse)];

    /// <summary>Begins a run in a new file, or goes on with the run of an existing one.</summary>
    /// <param name="path">The file; beside it lie, while it is open, SQLite's log and a lock.</param>
    /// <param name="configuration">What the results depend on; must be that of the file.</param>
    /// <param name="suite">The problems.</param>
    /// <param name="machine">Where this part of the run is computed.</param>
    /// <param name="energy">Where its joules come from; null without any.</param>
    /// <param name="started">The time by the clock.</param>
    /// <exception cref="RunMismatchException">The file holds a run of another configuration.</exception>
    /// <exception cref="RunFileException">The file is no run, or another process is writing it.</exception>
    public static RunFile Start(string path, RunConfiguration configuration, Suite suite, Machine machine, string? energy, DateTimeOffset started)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(suite);
        FileStream guard = Guard(path);
        SqliteConnection? connection = null;
        try
        {
            connection = Open(path, SqliteOpenMode.ReadWriteCreate);
            Execute(connection, "PRAGMA journal_mode = WAL");
            Execute(connection, "PRAGMA synchronous = NORMAL");
            if (RunHeader.IsMissing(connection)) RunHeader.Write(connection, configuration, suite);
            RunConfiguration stored = RunHeader.ReadConfiguration(connection, path);
            if (stored.DifferencesTo(configuration) is { IsEmpty: false } differences) throw new RunMismatchException(path, differences);
            using Statement next = new(connection, "INSERT INTO attempts (started, machine, energy) VALUES ($0, $1, $2) RETURNING attempt", 3);
            int attempt = Convert.ToInt32(next.Value(started.ToString("O", CultureInfo.InvariantCulture), JsonSerializer.Serialize(machine, RunJson.Default.Machine), energy), CultureInfo.InvariantCulture);
            return new(path, connection, guard, stored, attempt);
        }
        catch (Exception e)
        {
            connection?.Dispose();
            guard.Dispose();
            if (e is SqliteException fault) throw Unusable(path, fault);
            throw;
        }
    }

    /// <summary>Opens a run to look at it; it may be being written meanwhile.</summary>
    /// <exception cref="RunFileException">The file is no run of this version.</exception>
    public static RunFile OpenRead(string path)
    {
        if (!File.Exists(path)) throw new RunFileException($"There is no run file '{path}'.");
        SqliteConnection? connection = null;
        try
        {
            connection = Open(path, SqliteOpenMode.ReadOnly);
            return new(path, connection, null, RunHeader.ReadConfiguration(connection, path), attempt: null);
        }
        catch (Exception e)
        {
            connection?.Dispose();
            if (e is SqliteException fault) throw Unusable(path, fault);
            throw;
        }
    }

    /// <summary>What SQLite finds wrong with the file; null when it is sound.</summary>
    public string? FindDamage()
    {
        using Statement check = new(connection, "PRAGMA integrity_check", 0);
        return (string?)check.Value() is "ok" ? null : (string?)check.Value() ?? "no answer";
    }

    /// <summary>The rows as far as they were run, with their verdicts; the estimates of difficulty stand in each row.</summary>
    public EvaluationResult ReadResult()
    {
        ImmutableArray<RowPlan> estimates = [.. Configuration.Estimates.Select(e => e.ToPlan())];
        var difficulties = estimates.ToDictionary(e => e.Policy, e => EvaluationRun.Difficulties(e, ReadOutcomes(EstimateRow(estimates, e.Policy))));
        ImmutableArray<RowResult>.Builder rows = ImmutableArray.CreateBuilder<RowResult>();
        for (int row = 0; row < Configuration.Rows.Length; row++)
        {
            RowPlan plan = Configuration.Rows[row].ToPlan();
            ImmutableArray<ProblemOutcome> outcomes = ReadOutcomes(row);
            rows.Add(RowResult.Of(plan, outcomes, difficulties.GetValueOrDefault(plan.Policy, []), TimeSpan.FromSeconds(outcomes.Sum(o => o.Share.Seconds))));
        }
        return new() { Suite = Suite, Rows = rows.ToImmutable(), IsCancelled = Done < Total };
    }

    /// <summary>What a row would have reached with fewer generations, one curve a selection; as far as the row was run.</summary>
    /// <param name="row">The row's index.</param>
    /// <param name="aggregation">How step scores become one number; null takes the row's own.</param>
    /// <param name="seed">Draws subsets where there are too many to go through all.</param>
    public ImmutableArray<SubsampleCurve> ReadCurves(int row, Aggregation? aggregation = null, ulong seed = 0)
    {
        RowPlan plan = Configuration.Rows[row].ToPlan();
        ImmutableArray<SubsampleCurve> curves = SubsampleCurve.Of(plan, FirstOnes(Stream(row, plan)), SubsampleCurve.SelectionsOf(plan), aggregation ?? plan.Options.Aggregation, seed);
        if (!RowParts.Of(plan).NeedMeasures || curves.IsEmpty) return curves;
        ImmutableArray<SubsamplePoint> measured =
        [
            .. from other in Enumerable.Range(0, Configuration.Rows.Length)
               let otherPlan = Configuration.Rows[other].ToPlan()
               where RowParts.AreAlike(plan, otherPlan)
               let outcomes = ReadOutcomes(other)
               where outcomes.Length == curves[0].Points[^1].Chances.Length
               select SubsamplePoint.Of(otherPlan.Samples, [.. outcomes.Select(ProblemPoint.Of)]),
        ];
        return [.. curves.Select(c => c.Settle(measured))];
    }

    /// <summary>Ends writing; a finished file needs nothing beside it.</summary>
    public void Dispose()
    {
        writer?.Dispose();
        try
        {
            if (writer is not null) Execute(connection, "PRAGMA journal_mode = DELETE");
        }
        catch (SqliteException)
        {
            // Somebody is looking at the file: its log stays beside it, and the next one to open it reads both.
        }
        connection.Dispose();
        lockFile?.Dispose();
    }

    internal SqliteConnection Connection => connection;

    /// <summary>The number of the row that estimates a policy's difficulty: below 0.</summary>
    internal static int EstimateRow(ImmutableArray<RowPlan> estimates, string policy) => -1 - estimates.Select(e => e.Policy).ToList().IndexOf(policy);

    /// <summary>Writes a finished problem; when the call returns, it outlives the process.</summary>
    internal void Write(int row, int problem, SolvedProblem solved) => Alone(() =>
    {
        (writer ?? throw new InvalidOperationException("The run was opened to be read.")).Write(row, problem, solved);
        return problem;
    });

    /// <summary>The problems of a row that are finished, by their place in the suite.</summary>
    internal SortedDictionary<int, SolvedProblem> Recall(int row, RowPlan plan) =>
        Alone(() => new SortedDictionary<int, SolvedProblem>(new ProblemReader(connection, Suite).Read(row, plan.Strategy.Name).ToDictionary()));

    /// <summary>As <see cref="Recall"/>, in the suite's order and one at a time: a row's trajectories may be far larger than its report. Nothing may be written meanwhile.</summary>
    internal IEnumerable<KeyValuePair<int, SolvedProblem>> Stream(int row, RowPlan plan)
    {
        using IEnumerator<KeyValuePair<int, SolvedProblem>> problems = new ProblemReader(connection, Suite).Read(row, plan.Strategy.Name).GetEnumerator();
        while (true)
        {
            try
            {
                if (!problems.MoveNext()) yield break;
            }
            catch (SqliteException fault)
            {
                throw Unusable(Path, fault);
            }
            yield return problems.Current;
        }
    }

    /// <summary>Outcomes of a row or an estimate, without trajectories, before the first problem that is not finished.</summary>
    internal ImmutableArray<ProblemOutcome> ReadOutcomes(int row) => Alone(() => FirstOnes(new ProblemReader(connection, Suite).ReadOutcomes(row)).ToImmutableArray());

    /// <summary>Those before the first problem that is not finished: a row that was cut short is judged by them alone, not by the quickest.</summary>
    internal static IEnumerable<T> FirstOnes<T>(IEnumerable<KeyValuePair<int, T>> solved) =>
        solved.TakeWhile((pair, place) => pair.Key == place).Select(pair => pair.Value);

    static FileStream Guard(string path)
    {
        try
        {
            return new(path + "-lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
        }
        catch (IOException fault) when (fault is not (DirectoryNotFoundException or FileNotFoundException))
        {
            throw new RunFileException($"Another process is writing the run '{path}': wait for it, or end it.", fault);
        }
    }

    static SqliteConnection Open(string path, SqliteOpenMode mode)
    {
        SqliteConnection connection = new(new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }

    static void Execute(SqliteConnection connection, string sql)
    {
        using Statement statement = new(connection, sql, 0);
        statement.Run();
    }

    /// <summary>One at a time, SQLite's faults in words.</summary>
    T Alone<T>(Func<T> act)
    {
        lock (gate)
        {
            try
            {
                return act();
            }
            catch (SqliteException fault)
            {
                throw Unusable(Path, fault);
            }
        }
    }

    static RunFileException Unusable(string path, SqliteException fault) => new($"The run '{path}' cannot be used: {fault.Message}", fault);

    /// <summary>What the attempts say in a column, each once, in their order.</summary>
    ImmutableArray<string> Distinct(string column)
    {
        lock (gate)
        {
            using Statement select = new(connection, $"SELECT {column} FROM attempts WHERE {column} IS NOT NULL GROUP BY {column} ORDER BY min(attempt)", 0);
            using SqliteDataReader reader = select.Read();
            ImmutableArray<string>.Builder found = ImmutableArray.CreateBuilder<string>();
            while (reader.Read()) found.Add(reader.GetString(0));
            return found.ToImmutable();
        }
    }

    int Count(string sql)
    {
        lock (gate)
        {
            using Statement count = new(connection, sql, 0);
            return Convert.ToInt32(count.Value(), CultureInfo.InvariantCulture);
        }
    }
}
