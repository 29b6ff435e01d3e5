using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Outthink.Backends.ModelCards;
using Outthink.Evaluation.Runs;
using Outthink.Evaluation.Statistics;
using Outthink.Evaluation.Suites;
using Outthink.Planning;
using Outthink.Scoring;

namespace Outthink.Study;

/// <summary>
/// What each rule that stops early saves and loses, alone and with the others, against the same strategy without it:
/// all strategies, or votes and best-of-N with four times the samples.
/// </summary>
internal sealed class StoppingTable(Laboratory lab, ModelCard policy, bool isLarge, int scale, TimeProvider clock)
{
    private const ulong ChoiceSeed = 606, ChoiceSampling = 1, TestSeed = 707, TestSampling = 2;
    private const int ChoiceProblems = 1000, TestProblems = 4000;

    /// <summary>What the upper end of a loss may be.</summary>
    private const double MostLoss = 0.01;

    private const string RewardModel = "reversed-132k";

    private readonly StringBuilder text = new();

    private ImmutableArray<Contest> Contests { get; } = isLarge
        ?
        [
            new("Majority", "majority", 256, null, 0.5, [StoppingRule.LeastVoteGain(0.004, 0.006, 0.008, 0.01)]),
            new("Weighted voting", "best-of-n", 256, Selection.Weighted, 0.5, [StoppingRule.SafeVote(0.9, 0.8, 0.7, 0.65)]),
            new("Best-of-N", "best-of-n", 256, Selection.Best, 0.3, [StoppingRule.LeastGain(0.001, 0.002, 0.003, 0.004)]),
        ]
        :
        [
            new("Majority", "majority", 64, null, 0.5, [StoppingRule.SafeVote(0.95, 0.9, 0.85, 0.75), StoppingRule.LeastVoteGain(0.004, 0.006, 0.008, 0.01), StoppingRule.Enough(64)]),
            new("Weighted voting", "best-of-n", 64, Selection.Weighted, 0.5, [StoppingRule.SafeVote(0.95, 0.9, 0.85, 0.75), StoppingRule.Enough(64)]),
            new("Best-of-N", "best-of-n", 64, Selection.Best, 0.3, [StoppingRule.LeastGain(0.008, 0.009, 0.0098), StoppingRule.Enough(64)]),
            new("Beam search", "beam", 16, null, 0.25, [StoppingRule.EarlyRejection, StoppingRule.VerifyEvery]),
            new("DVTS", "dvts", 16, null, 0.25, [StoppingRule.EarlyRejection, StoppingRule.VerifyEvery, StoppingRule.Enough(4)]),
        ];

    /// <summary>Writes the page again after each table, so that a run that is broken off leaves what it has measured.</summary>
    public async Task WriteAsync(string path)
    {
        Suite choice = Suite.DrawArithmetic(ChoiceSeed, Math.Max(10, ChoiceProblems / scale)), test = Suite.DrawArithmetic(TestSeed, Math.Max(10, TestProblems / scale));
        Introduce(path, choice.Items.Length, test.Items.Length);
        foreach (Contest contest in Contests)
        {
            await CompareAsync(contest, choice, test);
            await File.WriteAllTextAsync(path, text.ToString());
        }
    }

    private void Introduce(string path, int choice, int test)
    {
        Line($"# Stopping early with {policy.Name} and {RewardModel}{(isLarge ? ", N = 256" : "")}: what it saves and what it loses");
        Line();
        Line($"Measured on {clock.GetUtcNow().ToString("d MMMM yyyy", CultureInfo.InvariantCulture)} by one run of");
        Line();
        Line($"```\ndotnet run -c Release --project bench/Outthink.Study -- models {(isLarge ? "stopping-256" : "stopping")} {policy.Name} docs/study/{Path.GetFileName(path)}{(scale == 1 ? "" : $" {scale}")}\n```");
        Line();
        Line(Invariant($"Settings were chosen on {choice} held-out problems (`--suite arithmetic`, seed {ChoiceSeed}, sampling seed {ChoiceSampling}): the one that saves most drawn tokens of those whose loss there is at most {100 * MostLoss:0} point at its upper end, else the most careful one; those of a combination together. Every row below is on the same {test} other problems (seed {TestSeed}, sampling seed {TestSampling}). Temperature 1, M = 4, first wave 4."));
        Line();
        Line("Loss is the accuracy of the strategy without the rule less that with it, in points, with the paired bootstrap's 95 % interval; a negative loss is a gain. Tokens are means per problem. *Evaluated* tokens went through a model, those that samples share once; *drawn* tokens are the policy's samples, each counted whole. The samples of this family share so much that both are worth telling: models with longer and more different solutions are nearer to the second. The last two columns say whether the loss's upper end is at most 1 point and the saving reaches the aim (50 % for voting, 30 % for best-of-N, 25 % of policy or PRM tokens for beam search and DVTS), counted in evaluated and in drawn tokens; nothing is asked of M of N, which is for stragglers. No rule can save more than *one sample* does, whose tokens are the fewest that give an answer.");
    }

    private async Task CompareAsync(Contest contest, Suite choice, Suite test)
    {
        ImmutableArray<StoppingRule> rules = contest.Rules.Length == 1 ? contest.Rules : [.. contest.Rules, StoppingRule.Together(contest.Rules)];
        RowPlan Plan(Thrift? thrift, ulong seed) => Row(contest, contest.Strategy, contest.N, thrift, seed);
        var tried = await RunAsync($"{contest.Title}, choice", choice, [null, .. rules.SelectMany(r => r.Settings)], s => Plan(s, ChoiceSampling));
        (string Name, Thrift Setting)[] chosen = [.. rules.Select(r => (r.Name, Choose(r, tried)))];
        var results = await RunAsync($"{contest.Title}, test", test, [null, .. chosen.Select(c => c.Setting)], s => Plan(s, TestSampling));
        RowPlan single = Row(contest, contest.IsTree ? "best-of-n" : contest.Strategy, 1, null, TestSampling);
        RowResult least = (await lab.RunAsync($"{contest.Title}, one sample", test, false, [single])).Single();
        Tabulate(contest, results[Plan(null, TestSampling)], [("one sample", null, least), .. chosen.Select(c => (c.Name, (Thrift?)c.Setting, results[Plan(c.Setting, TestSampling)]))]);

        async Task<Dictionary<RowPlan, RowResult>> RunAsync(string title, Suite suite, IEnumerable<Thrift?> settings, Func<Thrift?, RowPlan> plan) =>
            (await lab.RunAsync(title, suite, false, settings.Select(plan))).ToDictionary(r => r.Plan);

        Thrift Choose(StoppingRule rule, Dictionary<RowPlan, RowResult> tried)
        {
            double[] without = Correct(tried[Plan(null, ChoiceSampling)]);
            return rule.Settings.Select(setting => (Setting: setting, Row: tried[Plan(setting, ChoiceSampling)]))
                .Where(s => PairedBootstrap.Of(without, Correct(s.Row), ChoiceSeed).High <= MostLoss)
                .OrderBy(s => s.Row.Usage.GeneratedTokens).Select(s => s.Setting).FirstOrDefault(rule.Settings[0]);
        }
    }

    private RowPlan Row(Contest contest, string strategy, int n, Thrift? thrift, ulong seed)
    {
        RowPlan plan = Laboratory.Row(policy, lab.Prms.First(p => p.Name == RewardModel), strategy, n, seed);
        return RowPlan.Of(plan.Policy, plan.Prm, plan.Strategy, plan.Options with { Selection = contest.Selection, Thrift = thrift });
    }

    private void Tabulate(Contest contest, RowResult without, IEnumerable<(string Name, Thrift? Setting, RowResult Row)> rows)
    {
        Line();
        Line($"## {contest.Title}, N = {contest.N}");
        Line();
        Line("| rule | setting | accuracy % | loss, points (95 %) | policy tokens | PRM tokens | drawn tokens | saved: policy | PRM | all evaluated | drawn | aim met, evaluated | aim met, drawn |");
        Line("|---|---|---|---|---|---|---|---|---|---|---|---|---|");
        Line(Invariant($"| none | – | {100 * without.Accuracy.Value:f1} | – | {Tokens(without)} | – | – | – | – | – | – |"));
        foreach ((string name, Thrift? setting, RowResult row) in rows)
        {
            PairedBootstrap loss = PairedBootstrap.Of(Correct(without), Correct(row), TestSeed);
            double policySaved = Saved(u => u.PolicyTokens), prmSaved = Saved(u => u.PrmTokens), allSaved = Saved(u => u.EvaluatedTokens);
            double drawnSaved = Saved(u => u.GeneratedTokens), evaluatedSaved = contest.IsTree ? Math.Max(policySaved, prmSaved) : allSaved;
            Line(Invariant($"| {name} | {(setting is null ? "–" : StoppingRule.Describe(setting))} | {100 * row.Accuracy.Value:f1} | {100 * loss.Difference:f2} ({100 * loss.Low:f2} to {100 * loss.High:f2}) | {Tokens(row)} | {100 * policySaved:f0} % | {(row.Plan.Prm is null ? "–" : Invariant($"{100 * prmSaved:f0} %"))} | {100 * allSaved:f0} % | {100 * drawnSaved:f0} % | {Met(evaluatedSaved)} | {Met(drawnSaved)} |"));

            string Met(double saved) => setting is null || name == StoppingRule.Straggling ? "–" : loss.High <= MostLoss && saved >= contest.Aim ? "yes" : "no";

            double Saved(Func<Usage, long> count) => 1 - (double)count(row.Usage) / Math.Max(1, count(without.Usage));
        }
    }

    private static double[] Correct(RowResult row) => [.. row.Outcomes.Select(o => o.IsCorrect ? 1.0 : 0)];

    private static string Tokens(RowResult row)
    {
        double problems = row.Outcomes.Length;
        return Invariant($"{row.Usage.PolicyTokens / problems:f0} | {row.Usage.PrmTokens / problems:f0} | {row.Usage.GeneratedTokens / problems:f0}");
    }

    private static string Invariant(FormattableString formatted) => FormattableString.Invariant(formatted);

    private void Line(string line = "") => text.Append(line).Append('\n');

    /// <summary>One strategy with the rules that suit it and the share of tokens they are to save.</summary>
    private sealed record Contest(string Title, string Strategy, int N, Selection? Selection, double Aim, ImmutableArray<StoppingRule> Rules)
    {
        public bool IsTree => Strategy is "beam" or "dvts";
    }
}
