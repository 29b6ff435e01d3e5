using System.Globalization;
using Outthink.Evaluation.Reports;

namespace Outthink.Cli.Rendering;

/// <summary>A study of reward models as tables.</summary>
internal static class PrmStudyTables
{
    public static void Write(PrmStudyReport report, Terminal terminal)
    {
        Section(terminal, $"First errors (steps after them do not count); thresholds from the other half of {report.Source}", Errors(report));
        Section(terminal, "Right steps and solutions rejected, wrong steps passed; where the first rejected step lies, seen from the first wrong one", Faults(report));
        Section(terminal, $"Length: Spearman's rho of score ({report.Aggregation.ToString().ToLowerInvariant()}) and length among equally right solutions, lengths in {report.LengthUnit}; AUC of length alone", Lengths(report));
        Section(terminal, "Calibration: share of right steps % by score (ECE is the mean distance of share and score)", Calibration(report));
        if (report.Rows.Any(r => r.Voting is not null)) Section(terminal, "The same candidates by every voting rule, accuracy %", Votes(report));
        if (report.Rows.Sum(r => r.LeftOut) is > 0 and var leftOut) terminal.Out.WriteLine($"{leftOut} solutions were left out: cut off, unfinished, or longer than the reward model reads.");
        if (report.Unlabelled > 0) terminal.Out.WriteLine($"{report.Unlabelled} lines without a label or without steps were passed over.");
    }

    static TextTable Errors(PrmStudyReport report)
    {
        TextTable table = new("policy", "PRM", "solutions", "with an error", "steps", "AUC", "F1 %", "on wrong %", "on right %", "thresholds");
        foreach (PrmStudyRow r in report.Rows)
        {
            table.Add(r.Policy ?? "", r.Prm, $"{r.Rollouts}", $"{r.Wrong}", $"{r.Steps}", Number(r.Auc, "0.000"), Numbers.Percent(r.F1),
                Share(r.OnWrong), Share(r.OnRight), string.Join(" / ", r.Thresholds.Select(t => Numbers.Score(t))));
        }
        return table;
    }

    static TextTable Faults(PrmStudyReport report)
    {
        TextTable table = new("policy", "PRM", "right steps rejected %", "right solutions rejected %", "errors passed %", "exact", "early", "late", "missed", "mean distance");
        foreach (PrmStudyRow r in report.Rows)
        {
            table.Add(r.Policy ?? "", r.Prm, Share(r.RejectedRightSteps), Share(r.RejectedRightSolutions), Share(r.PassedErrors),
                $"{r.Localisation.Exact}", $"{r.Localisation.Early}", $"{r.Localisation.Late}", $"{r.Localisation.Missed}", Number(r.Localisation.MeanDistance, "+0.00;-0.00;0.00"));
        }
        return table;
    }

    static TextTable Lengths(PrmStudyReport report)
    {
        TextTable table = new("policy", "PRM", "steps, right", "steps, wrong", "length, right", "length, wrong", "AUC of fewer steps", "AUC of shorter", "AUC of score");
        foreach (PrmStudyRow r in report.Rows)
        {
            table.Add(r.Policy ?? "", r.Prm, Rho(r.LengthBias.StepsAmongRight), Rho(r.LengthBias.StepsAmongWrong), Rho(r.LengthBias.LengthAmongRight), Rho(r.LengthBias.LengthAmongWrong),
                Number(r.LengthBias.AucOfSteps, "0.000"), Number(r.LengthBias.AucOfLength, "0.000"), Number(r.LengthBias.AucOfScore, "0.000"));
        }
        return table;
    }

    static TextTable Calibration(PrmStudyReport report)
    {
        double[] starts = [.. report.Rows.SelectMany(r => r.Calibration?.Bins ?? []).Select(b => b.From).Distinct().Order()];
        TextTable table = new(["policy", "PRM", "ECE", "Brier", .. starts.Select(s => $"≥ {s.ToString("0.0", CultureInfo.InvariantCulture)}")]);
        foreach (PrmStudyRow r in report.Rows)
        {
            table.Add([r.Policy ?? "", r.Prm, Number(r.Calibration?.ExpectedError, "0.000"), Number(r.Calibration?.Brier, "0.000"),
                .. starts.Select(s => r.Calibration?.Bins.FirstOrDefault(b => b.From == s) is { } bin ? $"{Numbers.Percent(bin.Right)} of {bin.Steps}" : "")]);
        }
        return table;
    }

    static TextTable Votes(PrmStudyReport report)
    {
        VotingRuleReport[] rules = [.. report.Rows.Select(r => r.Voting).OfType<VotingReport>().First().Rules];
        TextTable table = new(["policy", "PRM", .. rules.Select(NameOf), "spread", "a right one among them"]);
        foreach (PrmStudyRow r in report.Rows)
        {
            if (r.Voting is { } voting)
                table.Add([r.Policy ?? "", r.Prm, .. voting.Rules.Select(v => Numbers.Percent(v.Accuracy)), Numbers.Percent(voting.Spread), Share(voting.Coverage)]);
        }
        return table;
    }

    static string NameOf(VotingRuleReport rule) => (rule.Aggregation is { } aggregation ? $"{rule.Selection} {aggregation}" : $"{rule.Selection}").ToLowerInvariant();

    static string Share(ShareReport share) => share.Problems == 0 ? "" : Numbers.Percent(share.Accuracy);

    static string Rho(double? value) => Number(value, "+0.00;-0.00;0.00");

    static string Number(double? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture) ?? "";

    static void Section(Terminal terminal, string title, TextTable table)
    {
        terminal.Out.WriteLine(title + ".");
        table.WriteTo(terminal);
        terminal.Out.WriteLine();
    }
}
