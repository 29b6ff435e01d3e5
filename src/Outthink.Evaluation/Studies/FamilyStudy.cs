using System.Collections.Immutable;
using Outthink.Evaluation.Runs;
using Outthink.Evaluation.Suites;
using Outthink.Planning;
using Outthink.Search;

namespace Outthink.Evaluation.Studies;

/// <summary>
/// The study of Liu et al. 2025 (arXiv 2502.06703, tables 2 to 5) on the models of a family and held-out arithmetic
/// problems: what is run, with which seeds. Each part draws its own problems.
/// </summary>
public sealed class FamilyStudy(FamilyMembers family, int limit)
{
    const ulong LadderSeed = 808, JudgesSeed = 909, LabelsSeed = 1010, ChoiceSeed = 1111, SamplingSeed = 1;

    const int LadderProblems = 1000, JudgesProblems = 1000, LabelsProblems = 300, ChoiceProblems = 4000;

    /// <summary>N of the independent strategies and of the searches that the reward models are compared in.</summary>
    const int Most = 64, Few = 16;

    static readonly int[] Sixths = [1, 2, 4, 6];

    /// <summary>As <c>--strategy auto</c> takes it without a budget.</summary>
    const double NearBest = 0.005;

    /// <summary>Beam search has no smaller runs in its largest one.</summary>
    static readonly int[] BeamSamples = [4, 16, 64];

    /// <summary>DVTS has, but what they cost is not in it.</summary>
    static readonly int[] DvtsSamples = [4, 8, 16, 32, 64];

    /// <summary>One subtree: with N = 4 it is among the above.</summary>
    static readonly int[] OneSubtree = [8, 16, 32, 64];

    /// <summary>The family's longest solutions take a fourth of it.</summary>
    const int MaxTokens = 400;

    public FamilyMembers Family { get; } = family;

    /// <summary>Every policy alone, voting, and searching with the main reward model, by fixed strategies and where it is tuned by the selector; difficulty by 64 samples.</summary>
    public StudyRun Ladder => new("ladder", Draw(LadderSeed, LadderProblems), LadderSeed,
    [
        .. Family.Ladder.SelectMany(policy => Searches(policy).Prepend(Row(policy, null, new ChainOfThought(), 1))),
        .. Family.Controls.Select(policy => Row(policy, null, new ChainOfThought(), 1)),
    ], Options(Most));

    /// <summary>The main policy searching with every reward model, beside what it does without one.</summary>
    public StudyRun Judges => new("judges", Draw(JudgesSeed, JudgesProblems), JudgesSeed,
    [
        Row(Family.MainPolicy, null, new ChainOfThought(), 1), Row(Family.MainPolicy, null, new MajorityVote(), Few),
        .. from prm in Family.Prms from strategy in new SearchStrategy[] { new BestOfN(), new BeamSearch(), new Dvts() } select Row(Family.MainPolicy, prm, strategy, Few),
    ], null);

    /// <summary>The main policy, and the next smaller one, on more problems: the selector's choices against every fixed search.</summary>
    public StudyRun Choices => new("choices", Draw(ChoiceSeed, ChoiceProblems), ChoiceSeed,
        [.. ChoosingPolicies.SelectMany(Searches)], Options(Most));

    /// <summary>Problems whose steps are labelled for the study of reward models.</summary>
    public Suite LabelledProblems => Draw(LabelsSeed, LabelsProblems);

    /// <summary>How the rollouts on them are drawn.</summary>
    public static SearchOptions RolloutOptions { get; } = Options(8);

    /// <summary>Whose rollouts are labelled: the smallest policy, which errs most, and the main one.</summary>
    public ImmutableArray<string> LabelledPolicies => [.. new[] { Family.Ladder[0], Family.MainPolicy }.Distinct()];

    /// <summary>All seeds, in words.</summary>
    public static string Seeds => $"Problems are drawn with the seeds {LadderSeed} (policies), {JudgesSeed} (reward models in search), {LabelsSeed} (labelled steps) and {ChoiceSeed} (the selector on more problems), samples with seed {SamplingSeed}.";

    /// <summary>
    /// The selector at four budgets in tokens: what the tuned accuracy needs to within half a point of its best, and a
    /// sixth, a third and two thirds of the way to it from what the highest price spends, in ratios.
    /// </summary>
    IEnumerable<Selector> Selectors(string policy)
    {
        if (!Family.Profiles.TryGetValue(policy, out SearchProfile? profile) || profile.BestAccuracy() is not { } best) return [];
        PricePoint[] points = [.. profile.Openings.SelectMany(o => o.Prices)];
        double least = points.Min(p => p.Tokens), enough = points.Where(p => p.Accuracy >= best - NearBest).Min(p => p.Tokens);
        return Sixths.Select(part => Selector.ForBudget(profile, CostUnit.Tokens, least * Math.Pow(enough / least, part / 6.0), new() { Samples = Most })).DistinctBy(s => (s.Opening, s.Price));
    }

    IEnumerable<string> ChoosingPolicies => Family.Ladder.TakeWhile(p => p != Family.MainPolicy).TakeLast(1).Append(Family.MainPolicy);

    /// <summary>Everything but the policy alone: voting, every fixed search with the main reward model, the selector.</summary>
    IEnumerable<RowPlan> Searches(string policy) =>
    [
        Row(policy, null, new MajorityVote(), Most), Row(policy, Family.MainPrm, new BestOfN(), Most),
        .. BeamSamples.Select(n => Row(policy, Family.MainPrm, new BeamSearch(), n)), .. DvtsSamples.Select(n => Row(policy, Family.MainPrm, new Dvts(), n)),
        .. OneSubtree.Select(n => RowPlan.Of(policy, Family.MainPrm, new Dvts(), Options(n) with { BeamWidth = n })),
        .. Selectors(policy).Select(selector => Row(policy, Family.MainPrm, new ComputeOptimalSearch(selector), Most)),
    ];

    Suite Draw(ulong seed, int problems) => Suite.DrawArithmetic(seed, Math.Min(problems, limit));

    static RowPlan Row(string policy, string? prm, SearchStrategy strategy, int samples) => RowPlan.Of(policy, prm, strategy, Options(samples));

    static SearchOptions Options(int samples) => new() { Samples = samples, MaxTokens = MaxTokens, Seed = SamplingSeed };
}
