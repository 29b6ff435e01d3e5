using System.CommandLine;
using Outthink.Backends.Hub;
using Outthink.Cli.Json;
using Outthink.Cli.Options;
using Outthink.Cli.Rendering;

namespace Outthink.Cli.Commands;

/// <summary><c>outthink models remove</c>: takes a model, or a whole repository, out of the hub's cache.</summary>
internal static class ModelsRemoveCommand
{
    public static Command Create(Terminal terminal)
    {
        Argument<HubName> name = HubNameArgument.Create();
        Option<bool> yes = new("--yes", "-y") { Description = "Do not ask" };
        Option<bool> json = JsonOption.Create();
        Command command = new("remove", "Removes a model from the hub's cache, or without a file all that the cache holds of its repository.") { name, yes, json };
        command.SetAction(parsed =>
        {
            HubName model = parsed.GetRequiredValue(name);
            CacheRemoval removal = HubCache.FromEnvironment().PlanRemoval(model);
            if (!parsed.GetValue(yes) && !IsConfirmed(model, removal, terminal)) return ExitCode.Failure;
            removal.Run();
            if (parsed.GetValue(json)) terminal.Out.WriteJson(new RemovalReport { Name = model.ToString(), Files = removal.Files, Freed = removal.Bytes });
            else terminal.Out.WriteLine($"{model}: {Numbers.Count(removal.Bytes)} bytes freed");
            return ExitCode.Success;
        });
        return command;
    }

    static bool IsConfirmed(HubName model, CacheRemoval removal, Terminal terminal)
    {
        terminal.Error.WriteLine($"{model}, {(removal.IsWhole ? "all that the cache holds of it" : string.Join(", ", removal.Files))}: {Numbers.Bytes(removal.Bytes)}");
        terminal.Error.Write("Remove it? [y/N] ");
        string? answer = terminal.In.ReadLine()?.Trim();
        if (answer?.ToUpperInvariant() is "Y" or "YES") return true;
        terminal.Error.WriteLine(answer is null ? "error: there is nobody to ask; give --yes to remove it" : "Nothing was removed.");
        return false;
    }
}
