using Outthink.Backends.Measuring;

namespace Outthink.Peers.Speed;

/// <summary>A policy of fixed steps whose every step is a request to a llama-server: prompt and steps so far as token ids, with its prompt cache on.</summary>
sealed class LlamaPolicy(LlamaServer server, FixedSteps steps) : Policy
{
    public override string Name => "llama-server";

    public override PolicyScope Open(Problem problem) => new LlamaPolicyScope(server, steps);
}
