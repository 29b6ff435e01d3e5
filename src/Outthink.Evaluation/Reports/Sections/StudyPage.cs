using System.Collections.Immutable;
using System.Globalization;
using Outthink.Evaluation.Reports.Pages;
using Outthink.Evaluation.Runs.Storage;
using Outthink.Evaluation.Studies;

namespace Outthink.Evaluation.Reports.Sections;

/// <summary>The report of a <see cref="FamilyStudy"/>.</summary>
public static class StudyPage
{
    /// <param name="family">The family's name.</param>
    /// <param name="command">The command line that makes the study again.</param>
    /// <param name="date">When it was measured.</param>
    /// <param name="ladder">The finished run of <see cref="FamilyStudy.Ladder"/>.</param>
    /// <param name="judges">That of <see cref="FamilyStudy.Judges"/>.</param>
    /// <param name="choices">That of <see cref="FamilyStudy.Choices"/>.</param>
    /// <param name="labelled">The study of reward models on labelled steps.</param>
    /// <param name="training">FLOPs of training each model by name, as far as they are known.</param>
    /// <exception cref="RunFileException">A run's contents cannot be read.</exception>
    public static ReportPage Of(string family, string command, DateTimeOffset date, RunFile ladder, RunFile judges, RunFile choices, PrmStudyReport labelled, IReadOnlyDictionary<string, double> training)
    {
        StudiedRun policies = Settled(ladder), prms = StudiedRun.Read(judges), chosen = Settled(choices);
        ImmutableArray<Panel> panels = Panel.All(policies.Rows);
        FigureNames names = new();
        ReportSection?[] sections =
        [
            Introduction(command, date, policies, prms, chosen),
            OverviewSection.Of([policies, prms, chosen]),
            ResultsSection.Of("Policies", panels),
            .. panels.Where(p => p.Prm is not null).Select(p => AccuracySection.Of(p.Name, p, names)),
            SmallAgainstLargeSection.Of("Small against large", policies.Rows, names),
            TrainingCostSection.Of("Small against large, with training", policies.Rows, training),
            EfficiencySection.Of("Efficiency against majority voting", panels),
            RegretSection.Of("The selector against fixed searches", policies.Rows),
            EfficiencySection.Of("Efficiency against majority voting, on more problems", Panel.All(chosen.Rows)),
            RegretSection.Of("The selector against fixed searches, on more problems", chosen.Rows),
            JudgesSection.Of("Reward models in search", prms.Rows, labelled, names),
            VotingSection.Of("Voting rules", prms.Rows),
            LabelledStepsSection.Of("Reward models on labelled steps", labelled, names),
            ComputeSection.Of("Where the compute went", panels, names),
        ];
        return new() { Title = $"The study of the {family} family", Sections = [.. sections.OfType<ReportSection>()] };
    }

    static StudiedRun Settled(RunFile file)
    {
        StudiedRun run = StudiedRun.Read(file);
        return run with { Rows = SubtreeCosts.Settle(run.Rows) };
    }

    static ReportSection Introduction(string command, DateTimeOffset date, StudiedRun policies, StudiedRun prms, StudiedRun chosen) => new()
    {
        Heading = "What was done",
        Paragraphs =
        [
            $"The tables 2 to 5 and the figures of Liu et al. (2025, arXiv 2502.06703) for the policies and reward models of this family on held-out arithmetic problems, measured on {date.ToString("d MMMM yyyy", CultureInfo.InvariantCulture)} by: {command}",
            FamilyStudy.Seeds,
            $"Temperature 1, M = 4; best-of-N and beam search take the best last step score, DVTS the weighted vote of last step scores. {policies.Configuration.Problems} problems for the policies, {prms.Configuration.Problems} for the reward models in search, {chosen.Configuration.Problems} for the selector on more problems. M=N is DVTS with one subtree.",
            "The best of all is the best strategy at each budget, chosen on the problems it is judged on, as in the paper: with intervals as wide as here that flatters it. The voting rules stand for table 2, small against large for tables 3 and 4, the efficiency for table 5.",
        ],
    };
}
