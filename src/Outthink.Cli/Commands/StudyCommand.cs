using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;
using Outthink.Backends.ModelCards;
using Outthink.Cli.Options;
using Outthink.Cli.Rendering;
using Outthink.Engine;
using Outthink.Evaluation.Energy;
using Outthink.Evaluation.Reports;
using Outthink.Evaluation.Reports.Pages;
using Outthink.Evaluation.Reports.Sections;
using Outthink.Evaluation.RewardModels;
using Outthink.Evaluation.Runs;
using Outthink.Evaluation.Runs.Storage;
using Outthink.Evaluation.Studies;
using Outthink.Evaluation.Tuning;
using Outthink.Planning;

namespace Outthink.Cli.Commands;

/// <summary><c>outthink study</c>: the paper's tables and figures for a family of models, as one command that goes on where it was stopped.</summary>
internal sealed class StudyCommand
{
    enum KnownFamily
    {
        Tiny,
    }

    readonly Option<KnownFamily?> family = ChoiceOption.Of<KnownFamily>("--family", "Whose models: tiny is the family in the models folder");
    readonly Option<string> output = new("--out", "-o") { Description = "Folder for the report, as 'outthink report' writes it", HelpName = "DIR", DefaultValueFactory = _ => "study" };
    readonly Option<string?> work = new("--work") { Description = "Folder for the runs, which the same command goes on with [default: runs/ in --out]", HelpName = "DIR" };
    readonly Option<int> limit = CountOption.Of("--limit", "Problems of a part at most; less than the default for a quick look", "K", 4000, most: 4000);
    readonly EngineFlags engine = new();
    readonly ModelFolder models;
    readonly Terminal terminal;

    StudyCommand(Terminal terminal, ModelFolder models)
    {
        (this.terminal, this.models) = (terminal, models);
        family.Required = true;
    }

    public static Command Create(Terminal terminal, ModelFolder models) => new StudyCommand(terminal, models).Build();

    CheckedCommand Build()
    {
        CheckedCommand command = new("study", "Measures policies, searches and reward models of a family and writes the report. Interrupted, the same command goes on.") { family, output, work, limit, engine.Threads };
        command.AddModelCheck(models, _ => [(ModelRole.Policy, null), (ModelRole.Prm, null)]);
        command.SetAction(RunAsync);
        return command;
    }

    async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        CommandResult given = parsed.CommandResult;
        ModelCatalog catalog = models.Catalog(given);
        FamilyStudy study = new(Members(catalog), given.GetValue(limit));
        string folder = Directory.CreateDirectory(given.GetValue(work) ?? Path.Combine(given.GetValue(output)!, "runs")).FullName;
        EngineOptions options = engine.Read(given);
        await using LoadedModels loaded = new(options);
        FamilyModels opened = new(catalog, loaded);
        try
        {
            using RunFile? ladder = await RunAsync(study.Ladder, folder, opened, options, cancellationToken);
            using RunFile? judges = ladder is null ? null : await RunAsync(study.Judges, folder, opened, options, cancellationToken);
            using RunFile? choices = judges is null ? null : await RunAsync(study.Choices, folder, opened, options, cancellationToken);
            if (ladder is null || judges is null || choices is null)
            {
                terminal.Error.WriteLine($"Interrupted. The runs are in {folder}; the same command goes on with them.");
                return ExitCode.Cancelled;
            }
            PrmStudyReport labelled = await LabelAsync(study, folder, opened, cancellationToken);
            ReportPage page = StudyPage.Of("tiny", Command(given), TimeProvider.System.GetUtcNow(), ladder, judges, choices, labelled, TrainingRecords.Of(catalog));
            terminal.Out.WriteLine(ReportFolder.Write(page, given.GetValue(output)!));
            return ExitCode.Success;
        }
        catch (RunMismatchException e)
        {
            terminal.Error.WriteLine($"error: --work: {e.Message}");
            return ExitCode.Usage;
        }
    }

    static FamilyMembers Members(ModelCatalog catalog) => new()
    {
        Profiles = Profiles(catalog),
        Ladder = [.. catalog.Cards.Where(c => c is { Role: ModelRole.Policy, Control: false }).Select(c => c.Name)],
        Controls = [.. catalog.Cards.Where(c => c is { Role: ModelRole.Policy, Control: true }).Select(c => c.Name)],
        Prms = [.. catalog.Cards.Where(c => c.Role == ModelRole.Prm).Select(c => c.Name)],
        MainPolicy = catalog.DefaultPolicy.Name,
        MainPrm = catalog.DefaultPrm.Name,
    };

    static ImmutableDictionary<string, SearchProfile> Profiles(ModelCatalog catalog)
    {
        ProfileLibrary library = ProfileLibrary.Open(catalog.Folders);
        string prm = ModelHash.Of(catalog.DefaultPrm);
        return catalog.Cards.Where(c => c.Role == ModelRole.Policy)
            .Select(card => (card.Name, Profile: library.Find(ModelHash.Of(card), prm)?.Result.Profile))
            .Where(found => found.Profile is not null)
            .ToImmutableDictionary(found => found.Name, found => found.Profile!);
    }

    /// <summary>Runs a part to its end, or goes on with it; null when it was interrupted.</summary>
    async Task<RunFile?> RunAsync(StudyRun part, string folder, FamilyModels opened, EngineOptions options, CancellationToken cancellationToken)
    {
        EnergyMeter? energy = EnergyMeter.Find(watts: null, TimeProvider.System);
        string[] policies = [.. part.Rows.Select(r => r.Policy).Distinct()], prms = [.. part.Rows.Select(r => r.Prm).OfType<string>().Distinct()];
        RunConfiguration configuration = RunConfiguration.Of(part.Suite, part.Rows, part.Difficulty, part.Seed, ProgramVersion.Number, opened.Identities(policies, prms));
        RunFile file = RunFile.Start(Path.Combine(folder, part.Name + ".sqlite"), configuration, part.Suite, Machine.OfThis(ProgramVersion.Full, options.Threads), energy?.Source, TimeProvider.System.GetUtcNow());
        ProgressLine progress = new(terminal, TimeProvider.System);
        try
        {
            EvaluationResult result = await new EvaluationRun
            {
                Suite = part.Suite,
                Rows = part.Rows,
                Policies = policies.ToDictionary(name => name, opened.Policy),
                Prms = prms.ToDictionary(name => name, opened.Prm),
                DifficultyOptions = part.Difficulty,
                File = file,
                Energy = energy,
                CostOf = opened.CostOf,
                OnProgress = p => progress.Report(() => $"{part.Name}: {ProgressText.Of(p)}"),
            }.RunAsync(cancellationToken);
            progress.Finish($"{part.Name}: {result.Rows.Length} of {part.Rows.Length} rows");
            if (!result.IsCancelled) return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
        file.Dispose();
        return null;
    }

    async Task<PrmStudyReport> LabelAsync(FamilyStudy study, string folder, FamilyModels opened, CancellationToken cancellationToken)
    {
        string path = Path.Combine(folder, "labelled-steps.json");
        PrmStudyFile file = PrmStudyFile.Of(ProgramVersion.Number, study.LabelledProblems, FamilyStudy.RolloutOptions, opened.Identities(study.LabelledPolicies, study.Family.Prms));
        if (PrmStudyFile.Find(path, file) is { } known) return known;
        ProgressLine progress = new(terminal, TimeProvider.System);
        PrmStudy labelling = new() { Prms = [.. study.Family.Prms.Select(opened.Prm)], OnProgress = (done, all) => progress.Report(() => $"labelled steps: {done}/{all} problems") };
        var results = await labelling.RunAsync(study.LabelledProblems, [.. study.LabelledPolicies.Select(opened.Policy)], FamilyStudy.RolloutOptions, cancellationToken);
        progress.Finish("labelled steps: done");
        PrmStudyReport report = new() { Source = study.LabelledProblems.Name, Seed = FamilyStudy.RolloutOptions.Seed, LengthUnit = "tokens", Aggregation = labelling.Aggregation, Rows = [.. results.Select(PrmStudyRow.Of)] };
        (file with { Report = report }).Write(path);
        return report;
    }

    string Command(CommandResult given) => given.GetResult(limit) is { Implicit: false } ? $"outthink study --family tiny --limit {given.GetValue(limit)}" : "outthink study --family tiny";
}
