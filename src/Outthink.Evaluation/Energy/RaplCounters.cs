using System.Collections.Immutable;
using System.Globalization;

namespace Outthink.Evaluation.Energy;

/// <summary>
/// The processor's own energy counters (RAPL, under the kernel's powercap tree): every package and its memory. Cores and
/// graphics are parts of a package, and the memory-mapped twins count the same energy, so both are left out. Not thread-safe.
/// </summary>
public sealed class RaplCounters
{
    /// <summary>Where Linux shows them.</summary>
    public const string DefaultRoot = "/sys/class/powercap";

    readonly ImmutableArray<Zone> zones;

    RaplCounters(ImmutableArray<Zone> zones) => this.zones = zones;

    /// <summary>Null where there are none, or where one of them may not be read: a part must not pass for the whole.</summary>
    public static RaplCounters? Open(string root = DefaultRoot)
    {
        if (!Directory.Exists(root)) return null;
        (string Folder, string Name)[] folders =
        [
            .. Directory.EnumerateDirectories(root, "intel-rapl:*").Order(StringComparer.Ordinal).Select(f => (f, Text(f, "name") ?? "")),
        ];
        Zone?[] counted = [.. folders.Where(f => IsPackage(f.Name) || f.Name == "dram").Select(f => Zone.Open(f.Folder))];
        return folders.Any(f => IsPackage(f.Name)) && !counted.Contains(null) ? new([.. counted.OfType<Zone>()]) : null;
    }

    /// <summary>
    /// Joules since the counters were opened; null once one of them cannot be read. To be called at least once a turn of
    /// a counter (minutes to hours): a second turn between two calls cannot be seen.
    /// </summary>
    public double? Read()
    {
        double joules = 0;
        foreach (Zone zone in zones)
        {
            if (zone.Read() is not { } own) return null;
            joules += own;
        }
        return joules;
    }

    static bool IsPackage(string name) => name.StartsWith("package", StringComparison.Ordinal);

    static string? Text(string folder, string file)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, file)).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // kernels since 2020 let only root read the counters
        }
    }

    static ulong? Number(string folder, string file) =>
        ulong.TryParse(Text(folder, file), NumberStyles.None, CultureInfo.InvariantCulture, out ulong number) ? number : null;

    sealed class Zone(string folder, ulong first, ulong range)
    {
        ulong last = first;
        ulong microjoules;

        public static Zone? Open(string folder) =>
            Number(folder, "energy_uj") is { } first && Number(folder, "max_energy_range_uj") is { } range ? new(folder, first, range) : null;

        public double? Read()
        {
            if (Number(folder, "energy_uj") is not { } now) return null;
            microjoules += now >= last ? now - last : now + range - last;
            last = now;
            return microjoules * 1e-6;
        }
    }
}
