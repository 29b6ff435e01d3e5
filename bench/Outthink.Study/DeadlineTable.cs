using System.Diagnostics;
using System.Globalization;
using System.Text;
using Outthink.Backends.Local;
using Outthink.Backends.ModelCards;
using Outthink.Engine;
using Outthink.Evaluation.Suites;

namespace Outthink.Study;

/// <summary>How well searches that would take longer end at their deadlines: by the clock around the call, on whatever else the machine does.</summary>
internal sealed class DeadlineTable(InferenceEngine engine, ModelCatalog catalog, int scale, TimeProvider clock)
{
    private const int Problems = 1000, LeastMilliseconds = 200, MostMilliseconds = 1000;
    private const ulong SuiteSeed = 1212;
    private const int DrawSeed = 3;
    private const string PolicyName = "tiny-1m";

    /// <summary>So many samples that few searches are done before the shortest deadline.</summary>
    private const int Samples = 4096;

    private static readonly string[] Strategies = ["majority", "best-of-n", "beam", "dvts"];

    /// <summary>How much later than its deadline a search may end.</summary>
    private static double Tolerated(double deadline) => Math.Max(0.1 * deadline, 50);

    private sealed record Outcome(string Strategy, double Deadline, double Taken, bool HasAnswer, VerdictEnding Ending)
    {
        public double Late => Taken - Deadline;

        public bool IsInTime => Late <= Tolerated(Deadline);

        /// <summary>An answer, or a verdict that says why there is none.</summary>
        public bool IsAccountedFor => HasAnswer || Ending == VerdictEnding.Deadline;
    }

    public async Task WriteAsync(string path)
    {
        Suite suite = Suite.DrawArithmetic(SuiteSeed, Math.Max(8, Problems / scale));
        LocalPolicy policy = LocalPolicy.Load(engine, catalog.Find(ModelRole.Policy, PolicyName));
        LocalRewardModel prm = LocalRewardModel.Load(engine, catalog.DefaultPrm);
        Random random = new(DrawSeed);
        List<Outcome> outcomes = [];
        foreach ((int i, SuiteItem item) in suite.Items.Index())
        {
            Problem problem = new() { Id = item.Id, Text = item.Problem };
            string name = Strategies[i % Strategies.Length];
            double deadline = random.Next(LeastMilliseconds, MostMilliseconds + 1);
            SearchOptions options = new() { Samples = Samples, BeamWidth = 4, MaxTokens = 400, Seed = 1, Deadline = TimeSpan.FromMilliseconds(deadline) };
            long start = Stopwatch.GetTimestamp();
            Verdict verdict = await Laboratory.Strategy(name).SearchAsync(problem, policy, prm, options);
            outcomes.Add(new(name, deadline, Stopwatch.GetElapsedTime(start).TotalMilliseconds, verdict.Answer is not null, verdict.Ending));
            if ((i + 1) % 100 == 0) Console.Error.WriteLine($"{i + 1}/{suite.Items.Length}");
        }
        await File.WriteAllTextAsync(path, Page(outcomes, prm.Name));
    }

    private string Page(List<Outcome> outcomes, string prm)
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"""
            # Deadlines

            Measured on {clock.GetUtcNow().ToString("d MMMM yyyy", CultureInfo.InvariantCulture)} by one run of

            ```
            dotnet run -c Release --project bench/Outthink.Study -- models deadlines docs/study/deadlines.md{(scale == 1 ? "" : $" {scale}")}
            ```

            {outcomes.Count} held-out problems (`--suite arithmetic`, seed {SuiteSeed}), one after the other, `{PolicyName}` with `{prm}`, N = {Samples} so that most searches would go on; deadlines drawn evenly from {LeastMilliseconds} to {MostMilliseconds} ms (seed {DrawSeed}). Taken is the clock around the call. In time: at most 10 % or 50 ms, whichever is more, after the deadline. Where nothing was finished the verdict says that the deadline passed.

            | strategy | searches | ended by the deadline | with an answer | without, and marked | neither | in time % | late, median ms | 99 % within ms | most ms |
            |---|---|---|---|---|---|---|---|---|---|

            """);
        foreach (string name in Strategies) Line(text, name, [.. outcomes.Where(o => o.Strategy == name)]);
        Line(text, "all", outcomes);
        return text.ToString();
    }

    private static void Line(StringBuilder text, string name, List<Outcome> outcomes)
    {
        List<Outcome> cut = [.. outcomes.Where(o => o.Ending == VerdictEnding.Deadline)];
        double[] late = [.. cut.Select(o => o.Late).Order()];
        string At(double share) => late.Length == 0 ? "–" : late[(int)Math.Ceiling(share * (late.Length - 1))].ToString("f1", CultureInfo.InvariantCulture);
        text.AppendLine(CultureInfo.InvariantCulture,
            $"| {name} | {outcomes.Count} | {cut.Count} | {outcomes.Count(o => o.HasAnswer)} | {cut.Count(o => !o.HasAnswer)} | {outcomes.Count(o => !o.IsAccountedFor)} | {100.0 * outcomes.Count(o => o.IsInTime) / outcomes.Count:f1} | {At(0.5)} | {At(0.99)} | {At(1)} |");
    }
}
