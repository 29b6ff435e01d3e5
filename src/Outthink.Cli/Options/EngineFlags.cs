using System.CommandLine;
using System.CommandLine.Parsing;
using Outthink.Engine;
using Outthink.Engine.Weights;

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

    public Option<TensorType?> Quantize { get; } = new("--quantize")
    {
        Description = "Bring the weights to this type while they are read [default: as stored]",
        HelpName = "q8_0|q4_0",
        CustomParser = result =>
        {
            string word = result.Tokens[^1].Value;
            if (string.Equals(word, "q8_0", StringComparison.OrdinalIgnoreCase)) return TensorType.Q8_0;
            if (string.Equals(word, "q4_0", StringComparison.OrdinalIgnoreCase)) return TensorType.Q4_0;
            result.AddError($"--quantize: '{word}' is unknown; choose q8_0 or q4_0");
            return null;
        },
    };

    public Option<int?> KvMebibytes { get; } = new("--kv-mib")
    {
        Description = "Most MiB of keys and values; beyond, sequences wait and are computed again, with the same results [default: a quarter of the memory]",
        HelpName = "M",
        Validators = { r => { if (r.Tokens.Count > 0 && r.GetValueOrDefault<int?>() is < 1) r.AddError("--kv-mib: give at least 1"); } },
    };

    public Option[] All => [Threads, Quantize, KvMebibytes];

    public EngineOptions Read(SymbolResult parsed)
    {
        EngineOptions options = new() { Threads = parsed.GetValue(Threads), Loading = new() { Quantize = parsed.GetValue(Quantize) } };
        return parsed.GetValue(KvMebibytes) is { } mebibytes ? options with { KvBytes = (long)mebibytes << 20 } : options;
    }
}
