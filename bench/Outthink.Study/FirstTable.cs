using System.Diagnostics;
using System.Globalization;
using System.Text;
using Outthink.Backends.ModelCards;
using Outthink.Evaluation.Runs;
using Outthink.Evaluation.Statistics;
using Outthink.Evaluation.Suites;
using Outthink.Planning;

namespace Outthink.Study;

/// <summary>The first study: what search adds to each policy of the family, what it costs, and where it loses.</summary>
internal sealed class FirstTable(Laboratory lab, int scale)
{
    private const int TuningSeed = 101, TestSeed = 202, TableSeed = 303, JudgingSeed = 404, CalibrationSeed = 505;
    private static readonly string[] Searches = ["best-of-n", "beam", "dvts"];
    private static readonly int[] FewSamples = [4, 16];
    private static readonly int[] ClaimSamples = [4, 16, 64];
    private static readonly int[] Widths = [4, 8, 16];
    private readonly StringBuilder text = new();

    public async Task<string> WriteAsync()
    {
        var clock = Stopwatch.StartNew();
        Line("# The first table");
        Line();
        Line("What search adds to each policy of the tiny family, what it costs, and where it loses. Everything below was measured by one run of");
        Line();
        Line($"```\ndotnet run -c Release --project bench/Outthink.Study -- models docs/study/first-table.md{(scale == 1 ? "" : $" {scale}")}\n```");
        Line();
        Line("Problems are held-out problems of `--suite arithmetic`, five levels in equal parts; every section draws other ones. Temperature 1, M = 4 unless a row says otherwise. Tokens are those evaluated, prompts and dropped samples included, shared prefixes once; FLOPs are 2 · parameters · tokens plus the attention term, PRM included. Intervals are Wilson 95 %. Best-of-N and beam select the best last-step score, DVTS the weighted vote, majority the plain vote, unless a row says otherwise.");
        await LadderAsync();
        await ClaimsAsync();
        await JudgesAsync();
        await GridAsync();
        Line();
        Line(Invariant($"The run took {clock.Elapsed.TotalMinutes:f0} minutes on {Environment.ProcessorCount} cores."));
        return text.ToString();
    }

    /// <summary>The comparison of one small policy with larger ones, as a page of its own.</summary>
    public async Task<string> WriteClaimsAsync(string policy)
    {
        var clock = Stopwatch.StartNew();
        Line("# Small beats large");
        Line();
        Line($"`{policy}` with search against the chain of thought of every policy at least four times its size. Everything below was measured by one run of");
        Line();
        Line($"```\ndotnet run -c Release --project bench/Outthink.Study -- models docs/study/small-beats-large.md claims {policy}{(scale == 1 ? "" : $" {scale}")}\n```");
        Line();
        Line("Problems are held-out problems of `--suite arithmetic`, five levels in equal parts. Temperature 1, M = 4 unless a row says otherwise. FLOPs are 2 · parameters · tokens plus the attention term, PRM included. Intervals are Wilson 95 %.");
        await ClaimsAsync(policy);
        Line();
        Line(Invariant($"The run took {clock.Elapsed.TotalMinutes:f0} minutes on {Environment.ProcessorCount} cores."));
        return text.ToString();
    }

    private Suite Problems(ulong seed, int count) => Suite.DrawArithmetic(seed, Math.Max(10, count / scale));

    /// <summary>Each policy alone, and with the default PRM.</summary>
    private async Task LadderAsync()
    {
        Suite suite = Problems(TestSeed, 2000);
        var rows = await lab.RunAsync("ladder", suite, false, lab.Policies.SelectMany(p => new[]
        {
            Laboratory.Row(p, null, "cot", 1, 1), Laboratory.Row(p, lab.DefaultPrm, "beam", 4, 1), Laboratory.Row(p, lab.DefaultPrm, "beam", 16, 1),
        }));
        Line();
        Line("## Each policy alone, and what search adds");
        Line();
        Line($"{suite.Items.Length} problems, PRM `{lab.DefaultPrm.Name}`. A policy marked * is a control: the size of its neighbour, trained for longer; the best single model of the family for its training time belongs in the comparison.");
        Line();
        Line("| policy | parameters | CoT % | levels 1–5 | MFLOP | + beam N = 4 | MFLOP | + beam N = 16 | MFLOP | gain at 16 |");
        Line("|---|---|---|---|---|---|---|---|---|---|");
        foreach (ModelCard policy in lab.Policies)
        {
            RowResult Find(string strategy, int n) => rows.First(r => r.Plan.Policy == policy.Name && r.Plan.Strategy.Name == strategy && r.Plan.Samples == n);
            var (cot, four, sixteen) = (Find("cot", 1), Find("beam", 4), Find("beam", 16));
            Line($"| {policy.Name}{(policy.Control ? " *" : "")} | {policy.Parameters:n0} | {Share(cot.Accuracy)} | {Levels(cot)} | {Mflop(cot)} | {Share(four.Accuracy)} | {Mflop(four)} | {Share(sixteen.Accuracy)} | {Mflop(sixteen)} | {100 * (sixteen.Accuracy.Value - cot.Accuracy.Value):+0.0;−0.0} |");
        }
    }

    /// <summary>Small beats large: strategy and PRM chosen on tuning problems, compared on test problems with three seeds.</summary>
    private async Task ClaimsAsync(string? only = null)
    {
        Suite tuning = Problems(TuningSeed, 200), test = Problems(TestSeed, 2000);
        var pairs = (from small in lab.Policies where only is null || small.Name == only from rival in lab.Ladder where rival.Parameters >= 4 * small.Parameters select (small, rival)).ToArray();
        ModelCard[] smalls = [.. pairs.Select(p => p.small).Distinct()], rivals = [.. pairs.Select(p => p.rival).Distinct()];
        var tried = await lab.RunAsync("tuning", tuning, false,
        [
            .. rivals.Select(r => Laboratory.Row(r, null, "cot", 1, 1)),
            .. from small in smalls
               from n in ClaimSamples
               from prm in lab.Prms
               where n <= 16 ? prm.Parameters < lab.Ladder[^1].Parameters : prm == lab.DefaultPrm
               from strategy in Searches
               where n <= 16 || strategy != "best-of-n"
               from m in strategy != "best-of-n" && n == 16 ? Widths : Widths[..1]
               select Laboratory.Row(small, prm, strategy, n, 1, m),
        ]);
        var chosen = (from pair in pairs
                      from n in ClaimSamples
                      let rival = tried.First(r => r.Plan.Policy == pair.rival.Name && r.Plan.Strategy.Name == "cot")
                      let options = tried.Where(r => r.Plan.Policy == pair.small.Name && r.Plan.Samples == n && r.Plan.Prm is not null
                          && (n > 16 || 3 * (pair.small.Parameters + lab.PrmParameters(r.Plan.Prm)) <= pair.rival.Parameters)
                          && (n > 4 || r.Usage.Flops < rival.Usage.Flops)).ToArray()
                      where options.Length > 0
                      let best = options.MaxBy(r => r.Accuracy.Value)!
                      select (pair.small, pair.rival, best.Plan, Tuned: best.Accuracy.Value, Rival: rival.Accuracy.Value)).ToArray();
        var (hopeful, hopeless) = (chosen.Where(c => c.Tuned > c.Rival).ToArray(), chosen.Where(c => c.Tuned <= c.Rival).ToArray());
        Line();
        Line("## Small beats large");
        Line();
        Line($"For every pair of policies with at least four times between them, PRM, strategy and M (4, at N = 16 also 8 and 16) were chosen on {tuning.Items.Length} other problems: at N = 16 among the PRMs with which policy and PRM together have at most a third of the rival's parameters, at N = 4 also among those whose FLOPs are below the rival's, at N = 64 among beam and DVTS with the default PRM. Then both ran on the same {test.Items.Length} problems with three sampling seeds; p is McNemar's exact test, the largest of the three.");
        if (hopeless.Length > 0)
            Line("Not followed up, since the rival alone was at least as good on the tuning problems: " + string.Join("; ", hopeless.Select(c => $"{c.small.Name} at N = {c.Plan.Samples} ({Percent(c.Tuned)} % against {c.rival.Name}'s {Percent(c.Rival)} %)")) + ".");
        Line();
        Line("| small pair | N | parameters together | seeds' accuracies % | MFLOP | rival's CoT | parameters | accuracy % | MFLOP | difference, points | p |");
        Line("|---|---|---|---|---|---|---|---|---|---|---|");
        var cots = await lab.RunAsync("rivals", test, false, rivals.Select(r => Laboratory.Row(r, null, "cot", 1, 1)));
        var runs = await lab.RunAsync("test", test, false, from choice in hopeful from seed in new ulong[] { 1, 2, 3 } select choice.Plan with { Options = choice.Plan.Options with { Seed = seed } });
        foreach (var (small, rival, plan, _, _) in hopeful)
        {
            RowResult cot = cots.First(r => r.Plan.Policy == rival.Name);
            RowResult[] seeds = [.. runs.Where(r => r.Plan.Policy == small.Name && r.Plan.Prm == plan.Prm && r.Plan.Strategy.Name == plan.Strategy.Name && r.Plan.Samples == plan.Samples && r.Plan.BeamWidth == plan.BeamWidth)];
            double p = seeds.Max(s => McNemar.Of([.. s.Outcomes.Select(o => o.IsCorrect)], [.. cot.Outcomes.Select(o => o.IsCorrect)]).PValue);
            double mean = seeds.Average(s => s.Accuracy.Value);
            Line($"| {small.Name} + {plan.Prm}, {plan.Strategy.Name}{(plan.BeamWidth is { } m ? $" M = {m}" : "")} | {plan.Samples} | {small.Parameters + lab.PrmParameters(plan.Prm):n0} | {string.Join(" / ", seeds.Select(s => Percent(s.Accuracy.Value)))} | {Mflop(seeds[0])} | {rival.Name} | {rival.Parameters:n0} | {Share(cot.Accuracy)} | {Mflop(cot)} | {100 * (mean - cot.Accuracy.Value):+0.0;−0.0} | {p.ToString("0.0e+0", CultureInfo.InvariantCulture)} |");
        }
    }

    /// <summary>AUC and F1 up to the first error.</summary>
    private async Task JudgesAsync()
    {
        Suite suite = Problems(JudgingSeed, 500);
        var results = await lab.JudgeAsync(suite, Problems(CalibrationSeed, 250));
        Line();
        Line("## The reward models");
        Line();
        Line($"On two rollouts (temperature 1) of each of {suite.Items.Length} problems; steps after the first error are dropped; the threshold of F1 (ProcessBench) comes from other problems, one a PRM for all policies together.");
        Line();
        Line("| PRM | parameters | threshold | " + string.Join(" | ", lab.Policies.Select(p => $"on {p.Name}: AUC / F1")) + " |");
        Line("|---|---|---|" + string.Concat(lab.Policies.Select(_ => "---|")));
        foreach (ModelCard prm in lab.Prms)
        {
            var own = lab.Policies.Select(p => results.First(r => r.Policy == p.Name && r.Prm == prm.Name)).ToArray();
            Line($"| {prm.Name} | {prm.Parameters:n0} | {own[0].FirstErrors.Threshold.ToString("0.####", CultureInfo.InvariantCulture)} | {string.Join(" | ", own.Select(r => Invariant($"{r.Auc:0.0000} / {r.FirstErrors.F1:0.000}")))} |");
        }
    }

    /// <summary>Policies × strategies × N × PRMs, by level and difficulty.</summary>
    private async Task GridAsync()
    {
        for (int i = 0; i < lab.Ladder.Length; i++)
        {
            ModelCard policy = lab.Ladder[i];
            bool inFull = i < 2;
            Suite suite = Problems(TableSeed, inFull ? 120 : 80);
            int[] ns = inFull ? [.. FewSamples, 64] : FewSamples;
            var rows = await lab.RunAsync("table", suite, true,
            [
                Laboratory.Row(policy, null, "cot", 1, 1),
                .. ns.Select(n => Laboratory.Row(policy, null, "majority", n, 1)),
                .. from prm in lab.Prms from strategy in Searches from n in ns select Laboratory.Row(policy, prm, strategy, n, 1),
                .. ns.Select(n => Weighted(Laboratory.Row(policy, lab.DefaultPrm, "best-of-n", n, 1))),
            ]);
            Line();
            Line($"## {policy.Name}");
            Line();
            Line($"{suite.Items.Length} problems. Difficulty is this policy's own pass@1 on 32 separate samples: " + string.Join(", ", rows[0].ByDifficulty.Select(d => $"{d.Value.Trials} {d.Key.ToString().ToLowerInvariant()}")) + ".");
            foreach (RowResult row in rows.Where(r => r.Plan.Strategy.Name == "majority"))
                if (row.Plan.Samples == ns[^1]) Line("Coverage (pass@k of the samples): " + string.Join(", ", row.Coverage.Select(c => Invariant($"{c.Key}: {100 * c.Value:f1}"))) + ".");
            Line();
            Line("| PRM | strategy | N | accuracy % | levels 1–5 | easy | medium | hard | policy tokens | PRM tokens | MFLOP | s |");
            Line("|---|---|---|---|---|---|---|---|---|---|---|---|");
            foreach (RowResult row in rows)
            {
                string name = row.Plan is { Strategy.Name: "best-of-n", Options.Selection: not null } ? "best-of-n, weighted" : row.Plan.Strategy.Name;
                Line($"| {row.Plan.Prm ?? "–"} | {name} | {row.Plan.Samples} | {Share(row.Accuracy)} | {Levels(row)} | {Bin(row, Difficulty.Easy)} | {Bin(row, Difficulty.Medium)} | {Bin(row, Difficulty.Hard)} | {PerProblem(row, row.Usage.PolicyTokens)} | {PerProblem(row, row.Usage.PrmTokens)} | {Mflop(row)} | {row.Elapsed.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture)} |");
            }
        }
        Line();
        Line("Tokens and MFLOP are means per problem; seconds are the row's wall clock, its problems side by side.");
    }

    private static RowPlan Weighted(RowPlan plan) => plan with { Options = plan.Options with { Selection = Scoring.Selection.Weighted } };

    private static string Bin(RowResult row, Difficulty bin) => row.ByDifficulty.TryGetValue(bin, out Proportion share) ? Percent(share.Value) : "–";

    private static string Levels(RowResult row) => string.Join(" ", row.ByLevel.Values.Select(l => Invariant($"{100 * l.Value:f0}")));

    private static string PerProblem(RowResult row, long count) => Invariant($"{(double)count / row.Outcomes.Length:f0}");

    private static string Mflop(RowResult row) => (row.Usage.Flops / row.Outcomes.Length / 1e6).ToString("#,0.0", CultureInfo.InvariantCulture);

    private static string Share(Proportion share) => Invariant($"{100 * share.Value:f1} ({100 * share.Low:f1}–{100 * share.High:f1})");

    private static string Percent(double share) => Invariant($"{100 * share:f1}");

    private static string Invariant(FormattableString formatted) => FormattableString.Invariant(formatted);

    private void Line(string line = "") => text.Append(line).Append('\n');
}
