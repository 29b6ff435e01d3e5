using System.CommandLine;
using System.CommandLine.Parsing;
using Outthink.Backends.Hub;

namespace Outthink.Cli.Options;

/// <summary>The argument that names a model of the hub.</summary>
internal static class HubNameArgument
{
    public static Argument<HubName> Create() => new("name")
    {
        Description = "A model of the hub; behind a colon a file of it, a quantisation such as Q4_K_M, or safetensors",
        HelpName = "ORG/NAME[:FILE]",
        CustomParser = Read,
    };

    static HubName? Read(ArgumentResult result)
    {
        string text = result.Tokens[^1].Value;
        if (HubName.TryParse(text, out HubName? name)) return name;
        result.AddError($"'{text}' is no model of the hub; write it as org/name, or org/name:file, as in Qwen/Qwen2.5-0.5B-Instruct-GGUF:Q8_0");
        return null;
    }
}
