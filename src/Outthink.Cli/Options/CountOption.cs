using System.CommandLine;

namespace Outthink.Cli.Options;

/// <summary>Options whose value is a whole number within bounds.</summary>
internal static class CountOption
{
    public static Option<int> Of(string name, string description, string helpName, int byDefault, int most) => new(name)
    {
        Description = description,
        HelpName = helpName,
        DefaultValueFactory = _ => byDefault,
        Validators = { r => { if (r.GetValueOrDefault<int>() is var n && (n < 1 || n > most)) r.AddError($"{name}: give 1 to {most}"); } },
    };
}
