using System.CommandLine;
using System.CommandLine.Parsing;
using Outthink.Engine;

namespace Outthink.Cli.Options;

/// <summary>How the engine runs.</summary>
internal sealed class EngineFlags
{
    public Option<int> Threads { get; } = new("--threads")
    {
        Description = "Threads of the engine; the results do not depend on it",
        HelpName = "T",
        DefaultValueFactory = _ => Environment.ProcessorCount,
        Validators = { r => { if (r.GetValueOrDefault<int>() is < 1 or > 256) r.AddError("--threads: give 1 to 256"); } },
    };

    public EngineOptions Read(SymbolResult parsed) => new() { Threads = parsed.GetValue(Threads) };
}
