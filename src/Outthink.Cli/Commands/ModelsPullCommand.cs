using System.CommandLine;
using Outthink.Backends.Hub;
using Outthink.Cli.Json;
using Outthink.Cli.Options;
using Outthink.Cli.Rendering;

namespace Outthink.Cli.Commands;

/// <summary><c>outthink models pull</c>: fetches a model from the hub into the cache that all the hub's programs share.</summary>
internal static class ModelsPullCommand
{
    public static Command Create(Terminal terminal)
    {
        Argument<HubName> name = HubNameArgument.Create();
        Option<string> revision = new("--revision")
        {
            Description = "A branch, tag or commit",
            HelpName = "R",
            DefaultValueFactory = _ => "main",
            Validators = { r => { if (r.GetValueOrDefault<string>() is not { } text || !HubPull.IsRevision(text)) r.AddError("--revision: give the name of a branch or tag, or a commit"); } },
        };
        Option<bool> dryRun = new("--dry-run") { Description = "Say what would be fetched, and fetch nothing" };
        Option<bool> json = JsonOption.Create();
        Command command = new("pull", "Fetches a model from the hub: resumes, verifies, and shares the cache of the hub's own client.") { name, revision, dryRun, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            ProgressLine progress = new(terminal, TimeProvider.System);
            using HubPull pull = new(HubSettings.FromEnvironment(), TimeProvider.System, progress.Finish);
            PullPlan plan = await pull.PlanAsync(parsed.GetRequiredValue(name), parsed.GetRequiredValue(revision), cancellationToken);
            bool isDryRun = parsed.GetValue(dryRun);
            if (!isDryRun) await FetchAsync(pull, plan, progress, cancellationToken);
            if (parsed.GetValue(json)) terminal.Out.WriteJson(PullReport.Of(plan, isDryRun));
            else if (isDryRun) Print(plan, terminal);
            else terminal.Out.WriteLine(plan.Path);
            return ExitCode.Success;
        });
        return command;
    }

    static async Task FetchAsync(HubPull pull, PullPlan plan, ProgressLine progress, CancellationToken cancellationToken)
    {
        PullText text = new(TimeProvider.System);
        try
        {
            await pull.FetchAsync(plan, p => progress.Report(() => text.Of(p)), cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            progress.Finish("Interrupted. What was fetched is kept; the same command goes on from there.");
            throw;
        }
        foreach (PlannedFile unsure in plan.Files.Where(f => !f.IsVerifiable)) progress.Finish($"{unsure.Path}: the hub tells no hash of it; only its size was checked.");
        progress.Finish($"{plan.Repository} at {plan.Commit}: {Files(plan)}, {Numbers.Bytes(plan.Bytes)}, of which {Numbers.Bytes(plan.MissingBytes)} were fetched");
    }

    static void Print(PullPlan plan, Terminal terminal)
    {
        TextTable table = new("file", "size", "to fetch");
        foreach (PlannedFile file in plan.Files) table.Add(file.Path, Numbers.Bytes(file.Bytes), Numbers.Bytes(file.Bytes - file.KeptBytes));
        table.WriteTo(terminal);
        terminal.Out.WriteLine($"{plan.Repository} at {plan.Commit}: {Files(plan)}, {Numbers.Bytes(plan.Bytes)}, of which {Numbers.Bytes(plan.MissingBytes)} would be fetched to {plan.Path}");
    }

    static string Files(PullPlan plan) => plan.Files.Length == 1 ? "1 file" : $"{plan.Files.Length} files";
}
