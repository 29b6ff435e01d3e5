using System.Text;
using Outthink.Evaluation.Energy;
using Outthink.Evaluation.Reports;
using Outthink.Evaluation.Runs;
using Outthink.Evaluation.Runs.Storage;
using Outthink.Evaluation.Suites;
using Outthink.Search;

namespace Outthink.Evaluation.Tests.Runs.Storage;

/// <summary>A scripted evaluation and its files, in a folder of its own.</summary>
internal sealed class StoredRun : IDisposable
{
    static readonly SearchOptions Options = new() { Samples = 8, BeamWidth = 2, Seed = 3 };

    public static readonly Machine Machine = new() { Program = "b", System = "s", Processor = "p", Processors = 1, VectorBits = 128, Runtime = "r", Threads = 1 };

    public static readonly Suite Suite = WithRejected(Sums.Draw(12));

    readonly string folder = Directory.CreateTempSubdirectory("outthink-run-").FullName;

    public string PathOf(string name) => Path.Combine(folder, name);

    /// <summary>Two policies with every strategy, and the estimates of difficulty. Every batch takes half a second of a clock that is given.</summary>
    public static EvaluationRun Plan(int concurrency = 1, ManualClock? clock = null, ulong seed = 3) => new()
    {
        Suite = Suite,
        Rows = new Grid { Policies = ["weak", "fair"], Prms = ["judge"], Strategies = SearchStrategy.All, Samples = [8], Seeds = [seed], Options = Options }.Rows(),
        Policies = new Dictionary<string, Policy> { ["weak"] = Scripted("weak", 60, clock), ["fair"] = Scripted("fair", 20, clock) },
        Prms = new Dictionary<string, ProcessRewardModel> { ["judge"] = new ScriptedRewardModel() },
        DifficultyOptions = Options with { Samples = 16 },
        Concurrency = concurrency,
    };

    public static RunConfiguration Configure(EvaluationRun run, string version = "1.0") => RunConfiguration.Of(run.Suite, run.Rows, run.DifficultyOptions, 3, version,
        [new() { Role = "policy", Name = "weak", File = "weak.gguf", Sha256 = "00", CardSha256 = "01", Parameters = 5 }]);

    public RunFile Start(string name, EvaluationRun? run = null) =>
        RunFile.Start(PathOf(name), Configure(run ?? Plan()), Suite, Machine, null, DateTimeOffset.UnixEpoch);

    /// <summary>Runs until the end, or until so many reports of progress were made in this start.</summary>
    public async Task<(EvaluationResult Result, List<string> Candidates)> RunAsync(string name, int concurrency = 1, int stopAfter = int.MaxValue, Action<int>? onProgress = null, EnergyMeter? energy = null, ManualClock? clock = null)
    {
        using RunFile file = Start(name);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        List<string> candidates = [];
        int reports = 0;
        EvaluationRun plan = Plan(concurrency, clock);
        EvaluationRun run = new()
        {
            Suite = plan.Suite,
            Rows = plan.Rows,
            Policies = plan.Policies,
            Prms = plan.Prms,
            DifficultyOptions = plan.DifficultyOptions,
            Concurrency = concurrency,
            File = file,
            Energy = energy,
            TimeProvider = clock ?? TimeProvider.System,
            OnProgress = _ =>
            {
                reports++;
                onProgress?.Invoke(reports);
                if (reports >= stopAfter) stop.Cancel();
            },
            OnVerdict = (row, rowPlan, item, verdict) => candidates.AddRange(CandidateRecord.Of(row, rowPlan, item, verdict).Select(ReportText.Of)),
        };
        EvaluationResult result = await run.RunAsync(stop.Token);
        return (result, candidates);
    }

    public byte[] Export(string name)
    {
        using RunFile file = RunFile.OpenRead(PathOf(name));
        Assert.Null(file.FindDamage());
        using MemoryStream stream = new();
        CanonicalExport.Write(file, stream);
        return stream.ToArray();
    }

    public int Done(string name)
    {
        using RunFile file = RunFile.OpenRead(PathOf(name));
        return file.Done;
    }

    /// <summary>The report without its times.</summary>
    public static string Report(EvaluationResult result)
    {
        EvaluationReport report = EvaluationReport.Of(result, 3, withComparisons: true);
        return ReportText.Of(report with { Suite = "", Rows = [.. report.Rows.Select(r => r with { Seconds = 0 })] });
    }

    public static string Text(byte[] export) => Encoding.UTF8.GetString(export);

    public void Dispose() => Directory.Delete(folder, recursive: true);

    static ScriptedPolicy Scripted(string name, int percentWrong, ManualClock? clock) => new(name, percentWrong)
    {
        BeforeProposing = () =>
        {
            clock?.Advance(0.5);
            return Task.CompletedTask;
        },
    };

    static Suite WithRejected(Suite suite) => suite with { Items = [.. suite.Items, suite.Items[0] with { Id = "long", Problem = new string('1', 101) }] };
}
