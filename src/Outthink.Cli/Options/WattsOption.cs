using System.CommandLine;

namespace Outthink.Cli.Options;

/// <summary><c>--watts</c>: the power of the whole machine, from somebody who knows it.</summary>
internal static class WattsOption
{
    public static Option<double?> Create() => new("--watts")
    {
        Description = "Estimate joules at W watts of the whole machine, where its own counters are not readable or not wanted",
        HelpName = "W",
        Validators = { r => { if (r.GetValueOrDefault<double?>() is { } w && !(w > 0 && double.IsFinite(w))) r.AddError("--watts: give a number above 0"); } },
    };
}
