using System.Collections.Immutable;
using Outthink.Backends.Local;
using Outthink.Backends.ModelCards;
using Outthink.Engine;
using Outthink.Evaluation.RewardModels;
using Outthink.Evaluation.Runs;
using Outthink.Evaluation.Suites;
using Outthink.Search;

namespace Outthink.Study;

/// <summary>The family, loaded, and the runs a study makes with it.</summary>
internal sealed class Laboratory(InferenceEngine engine, ModelCatalog catalog)
{
    private readonly Dictionary<string, Policy> policies = [];
    private readonly Dictionary<string, ProcessRewardModel> prms = [];

    /// <summary>The ladder of policies, small to large, controls left out.</summary>
    public ImmutableArray<ModelCard> Ladder { get; } = [.. catalog.Cards.Where(c => c is { Role: ModelRole.Policy, Control: false })];

    /// <summary>Every policy, controls included.</summary>
    public ImmutableArray<ModelCard> Policies { get; } = [.. catalog.Cards.Where(c => c.Role == ModelRole.Policy)];

    public ImmutableArray<ModelCard> Prms { get; } = [.. catalog.Cards.Where(c => c.Role == ModelRole.Prm)];

    public ModelCard DefaultPrm => catalog.DefaultPrm;

    public static SearchStrategy Strategy(string name) => SearchStrategy.All.First(s => s.Name == name);

    public static RowPlan Row(ModelCard policy, ModelCard? prm, string strategy, int n, ulong seed, int m = 4) =>
        RowPlan.Of(policy.Name, prm?.Name, Strategy(strategy), new() { Samples = n, BeamWidth = m, MaxTokens = 400, Seed = seed });

    /// <summary>Runs rows over a suite; difficulty is estimated on 32 separate samples where asked.</summary>
    public async Task<ImmutableArray<RowResult>> RunAsync(string title, Suite suite, bool withDifficulty, IEnumerable<RowPlan> rows)
    {
        ImmutableArray<RowPlan> plans = [.. rows.Distinct()];
        int last = -1;
        EvaluationRun run = new()
        {
            Suite = suite,
            Rows = plans,
            Policies = plans.Select(p => p.Policy).Distinct().ToDictionary(n => n, Policy),
            Prms = plans.Select(p => p.Prm).OfType<string>().Distinct().ToDictionary(n => n, Prm),
            DifficultyOptions = withDifficulty ? new() { Samples = 32, MaxTokens = 400, Seed = 7 } : null,
            OnProgress = p =>
            {
                if (p.Row == last && p.Done < p.Problems) return;
                last = p.Row;
                if (p.Done == p.Problems)
                    Console.Error.WriteLine($"{title}: row {p.Row + 1}/{p.RowCount} {p.Plan.Policy} {p.Plan.Prm} {p.Plan.Strategy.Name} {p.Plan.Samples}: {100.0 * p.Solved / p.Done:f1} %, {p.Elapsed.TotalSeconds:f0} s");
            },
        };
        return (await run.RunAsync()).Rows;
    }

    public async Task<ImmutableArray<PrmResult>> JudgeAsync(Suite suite, Suite calibration) => await new PrmEvaluation
    {
        Suite = suite,
        Calibration = calibration,
        Policies = [.. Policies.Select(c => Policy(c.Name))],
        Prms = [.. Prms.Select(c => Prm(c.Name))],
        Options = new() { Samples = 2, MaxTokens = 400, Seed = 11 },
    }.RunAsync();

    public long Parameters(string policy) => Policies.First(c => c.Name == policy).Parameters;

    public long PrmParameters(string? prm) => prm is null ? 0 : Prms.First(c => c.Name == prm).Parameters;

    private Policy Policy(string name) =>
        policies.TryGetValue(name, out Policy? found) ? found : policies[name] = LocalPolicy.Load(engine, catalog.Find(ModelRole.Policy, name));

    private ProcessRewardModel Prm(string name) =>
        prms.TryGetValue(name, out ProcessRewardModel? found) ? found : prms[name] = LocalRewardModel.Load(engine, catalog.Find(ModelRole.Prm, name));
}
