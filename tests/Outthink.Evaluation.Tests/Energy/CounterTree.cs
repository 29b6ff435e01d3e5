using System.Globalization;

namespace Outthink.Evaluation.Tests.Energy;

/// <summary>A made-up powercap tree in a folder of its own.</summary>
internal sealed class CounterTree : IDisposable
{
    public string Root { get; } = Directory.CreateTempSubdirectory("outthink-rapl-").FullName;

    public CounterTree Add(string zone, string name, ulong microjoules, ulong range = 1_000_000_000)
    {
        Directory.CreateDirectory(Path.Combine(Root, zone));
        File.WriteAllText(Path.Combine(Root, zone, "name"), name + "\n");
        File.WriteAllText(Path.Combine(Root, zone, "max_energy_range_uj"), range.ToString(CultureInfo.InvariantCulture) + "\n");
        Set(zone, microjoules);
        return this;
    }

    public void Set(string zone, ulong microjoules) =>
        File.WriteAllText(Path.Combine(Root, zone, "energy_uj"), microjoules.ToString(CultureInfo.InvariantCulture) + "\n");

    public void Remove(string zone) => File.Delete(Path.Combine(Root, zone, "energy_uj"));

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
