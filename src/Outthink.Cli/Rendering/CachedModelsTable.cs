using System.Collections.Immutable;
using Outthink.Backends.Hub;

namespace Outthink.Cli.Rendering;

/// <summary>The models of the hub's cache as a table.</summary>
internal static class CachedModelsTable
{
    public static void Write(HubCache cache, ImmutableArray<CachedModel> models, Terminal terminal)
    {
        terminal.Out.WriteLine();
        terminal.Out.WriteLine($"In the hub's cache {cache.Folder}:");
        TextTable table = new("name", "role", "size", "commit");
        foreach (CachedModel model in models) table.Add(model.Name, "policy", Numbers.Bytes(model.Bytes), model.Commit[..Math.Min(8, model.Commit.Length)]);
        table.WriteTo(terminal);
    }
}
