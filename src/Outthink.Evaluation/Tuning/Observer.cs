using System.Collections.Immutable;
using Outthink.Evaluation.Runs;
using Outthink.Evaluation.Suites;
using Outthink.Planning;
using Outthink.Scoring;
using Outthink.Search;

namespace Outthink.Evaluation.Tuning;

/// <summary>Runs searches on problems of a suite and says what they saw, spent and reached. Results depend on the seeds alone.</summary>
internal sealed class Observer(Policy policy, ProcessRewardModel? prm, Suite suite, SearchOptions options, int pilot, int concurrency)
{
    /// <summary>The tactic (or the pilot alone) on these problems, in their order; one after another when their seconds are to be those of a search alone.</summary>
    public Task<ImmutableArray<Observation>> TryAsync(Tactic? tactic, Selection selection, IReadOnlyList<int> problems, CancellationToken cancellationToken, bool alone = false) =>
        EachAsync(problems, alone ? 1 : concurrency, (problem, stop) => ObserveAsync(tactic, selection, problem, stop), cancellationToken);

    /// <summary>A strategy's verdicts on these problems, and whether each is right.</summary>
    public Task<ImmutableArray<(Verdict Verdict, AnswerKey Key)>> SearchAsync(SearchStrategy strategy, SearchOptions with, IReadOnlyList<int> problems, CancellationToken cancellationToken) =>
        EachAsync(problems, concurrency, async (problem, stop) =>
            (await strategy.SearchAsync(ProblemOf(problem), policy, prm, with, cancellationToken: stop), new AnswerKey(suite.Items[problem].Answer)), cancellationToken);

    private async Task<Observation> ObserveAsync(Tactic? tactic, Selection selection, int problem, CancellationToken cancellationToken)
    {
        Schedule schedule = new(pilot, prm is not null, selection, tactic is null ? [] : [tactic]);
        List<SearchEvent.Planned> states = [];
        Verdict verdict = await new ComputeOptimalSearch(schedule).SearchAsync(
            ProblemOf(problem), policy, prm, options with { Samples = Math.Max(pilot, tactic?.Samples ?? 0) },
            e =>
            {
                if (e is SearchEvent.Planned planned) states.Add(planned);
            }, cancellationToken);
        AnswerKey key = new(suite.Items[problem].Answer);
        Usage before = tactic is null ? Usage.Zero : states[0].Usage;
        return new(problem, tactic, states[0].Decision.Evidence, key.Accepts(states[0].Answer), states[^1].Decision.Evidence, key.Accepts(verdict.Answer),
            Tokens(verdict.Usage) - Tokens(before), verdict.Usage.Flops - before.Flops, verdict.Elapsed.TotalSeconds);
    }

    private static async Task<ImmutableArray<T>> EachAsync<T>(IReadOnlyList<int> problems, int concurrency, Func<int, CancellationToken, Task<T>> run, CancellationToken cancellationToken)
    {
        T[] results = new T[problems.Count];
        await Parallel.ForAsync(0, problems.Count, new ParallelOptions { MaxDegreeOfParallelism = concurrency, CancellationToken = cancellationToken },
            async (i, stop) =>
            {
                results[i] = await run(problems[i], stop);
                stop.ThrowIfCancellationRequested(); // a search cut short is no observation
            });
        return [.. results];
    }

    public static double Tokens(Usage usage) => usage.PolicyTokens + usage.PrmTokens;

    private Problem ProblemOf(int index) => new() { Id = suite.Items[index].Id, Text = suite.Items[index].Problem };
}
