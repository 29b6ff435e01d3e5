using System.Collections.Immutable;
using Outthink.Backends.Measuring;
using Outthink.Engine.Measuring;
using Outthink.Evaluation.Runs.Storage;

namespace Outthink.Peers.Speed;

/// <summary>Runs both sides of every row asked for, one after the other, the first of each pair taking turns.</summary>
sealed class SpeedRun(SpeedArguments arguments, string? batchedBench, string? server)
{
    readonly ModelFiles files = new(arguments.Files, arguments.Shape);
    readonly Dictionary<(bool IsOurs, Workload Workload), List<Rates>> measured = [];
    readonly List<(SearchSample Ours, Verdict Theirs)> searches = [];
    readonly List<Ceilings> ceilings = [];
    readonly OurBench ours = new(arguments.Threads);

    public async Task<SpeedReport> RunAsync(CancellationToken cancellationToken)
    {
        ImmutableArray<SpeedRow> rows = [.. SpeedRow.All.Where(r => arguments.Rows.Contains(r.Id))];
        (bool IsOurs, Workload Workload)[] runs = [.. rows.SelectMany(RunsOf).Distinct()];
        foreach (var run in runs)
            files.FileOf(run.Workload);
        for (var round = 0; round < arguments.Repeats; round++)
        {
            ceilings.Add(Ceilings.Measure(arguments.Threads));
            foreach (var run in round % 2 == 0 ? runs : [.. runs.Reverse()])
                await RunAsync(run.IsOurs, run.Workload, round, cancellationToken);
            if (arguments.Rows.Contains(SpeedArguments.Beam) && round < arguments.SearchRepeats)
                await SearchAsync(round, cancellationToken);
        }
        return Report(rows);
    }

    static IEnumerable<(bool IsOurs, Workload Workload)> RunsOf(SpeedRow row)
    {
        yield return (true, row.Ours);
        if (row.HasPeer)
            yield return (false, row.Theirs);
    }

    async Task RunAsync(bool isOurs, Workload workload, int round, CancellationToken cancellationToken)
    {
        var file = files.FileOf(workload);
        var rates = isOurs ? await ours.RunAsync(file, workload, cancellationToken) : await new BatchedBench(batchedBench!, arguments.Threads).RunAsync(file, workload, cancellationToken);
        if (!measured.TryGetValue((isOurs, workload), out var list))
            measured.Add((isOurs, workload), list = []);
        list.Add(rates);
        Say(round, FormattableString.Invariant($"{(isOurs ? "ours" : "llama.cpp")}, {workload.Type}, {workload.PromptTokens} + {workload.Sequences} × {workload.NewTokens}: prefill {rates.Prefill:F1}, decode {rates.Decode:F1} tokens/s"));
    }

    async Task SearchAsync(int round, CancellationToken cancellationToken)
    {
        var pair = new SearchPair(server!, files, arguments);
        var theirs = round % 2 == 1 ? await pair.TheirsAsync(round, cancellationToken) : null;
        var sample = await pair.OursAsync(round, cancellationToken);
        theirs ??= await pair.TheirsAsync(round, cancellationToken);
        searches.Add((sample, theirs));
        Say(round, FormattableString.Invariant($"{pair.Title}: ours {sample.Wall.TotalSeconds:F2} s, llama-server {theirs.Elapsed.TotalSeconds:F2} s"));
    }

    void Say(int round, string what) => Console.Error.WriteLine($"{round + 1} of {arguments.Repeats}: {what}");

    SpeedReport Report(ImmutableArray<SpeedRow> rows)
    {
        // Neighbours only ever make a ceiling lower, so the highest counts.
        var best = ceilings.MaxBy(c => c.Int8Gops)!;
        var results = rows.Select(r => Result(r, best)).ToList();
        if (searches.Count > 0)
            results.Add(SearchResult());
        return new()
        {
            Processor = Machine.OfThis("outthink-peers", arguments.Threads).Processor,
            Threads = arguments.Threads,
            Shape = arguments.Shape.Name,
            Layers = arguments.Shape.Layers,
            Repeats = arguments.Repeats,
            Int8Gops = best.Int8Gops,
            Fp32Gflops = ceilings.Max(c => c.Fp32Gflops),
            MemoryGBps = ceilings.Max(c => c.MemoryGBps),
            Doubt = best.Doubt,
            Rows = [.. results],
            OutsideShare = searches.Count == 0 ? null : Spread.Of(searches.Select(s => s.Ours.Outside / s.Ours.Wall)).Median,
        };
    }

    RowResult Result(SpeedRow row, Ceilings best)
    {
        var mine = measured[(true, row.Ours)].Select(r => row.HasPeer ? r.Of(row.Figure) : best.ComputeShare(row.Ours.Type, r.Parameters, r.Decode, arguments.Threads));
        return new()
        {
            Id = row.Id,
            Title = row.Title,
            Ours = [.. mine],
            Theirs = row.HasPeer ? [.. measured[(false, row.Theirs)].Select(r => r.Of(row.Figure))] : [],
            Unit = row.HasPeer ? "tokens/s" : "share",
            AtLeast = row.AtLeast,
            Aim = row.Aim,
        };
    }

    RowResult SearchResult()
    {
        var (mine, theirs) = (searches[^1].Ours.Usage, searches[^1].Theirs.Usage);
        return new()
        {
            Id = SpeedArguments.Beam,
            Title = new SearchPair(server!, files, arguments).Title,
            Ours = [.. searches.Select(s => s.Ours.Wall.TotalSeconds)],
            Theirs = [.. searches.Select(s => s.Theirs.Elapsed.TotalSeconds)],
            Unit = "s",
            AtLeast = 6,
            Aim = 10,
            Tokens = [mine.PolicyTokens, mine.PrmTokens, theirs.PolicyTokens, theirs.PrmTokens],
        };
    }
}
