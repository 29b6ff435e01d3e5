using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using System.Text.Json;

namespace Outthink.Evaluation.Runs.Storage;

/// <summary>Where a part of a run was computed. No result depends on it but times and energy.</summary>
public sealed record Machine
{
    /// <summary>The program's build.</summary>
    public required string Program { get; init; }

    public required string System { get; init; }

    public required string Processor { get; init; }

    public required int Processors { get; init; }

    /// <summary>Widest vectors in use, in bits.</summary>
    public required int VectorBits { get; init; }

    public required string Runtime { get; init; }

    /// <summary>The engine's threads.</summary>
    public required int Threads { get; init; }

    public static Machine OfThis(string program, int threads) => new()
    {
        Program = program,
        System = RuntimeInformation.OSDescription,
        Processor = $"{ProcessorName()} ({RuntimeInformation.ProcessArchitecture})",
        Processors = Environment.ProcessorCount,
        VectorBits = Avx512F.IsSupported ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128,
        Runtime = RuntimeInformation.FrameworkDescription,
        Threads = threads,
    };

    /// <exception cref="RunFileException">The text is no machine.</exception>
    internal static Machine Parse(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, RunJson.Default.Machine) ?? throw new RunFileException("A machine of the run is the JSON value null.");
        }
        catch (JsonException fault)
        {
            throw new RunFileException($"A machine of the run cannot be read: {fault.Message}", fault);
        }
    }

    static string ProcessorName()
    {
        const string List = "/proc/cpuinfo";
        string? line = File.Exists(List) ? File.ReadLines(List).FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal)) : null;
        return line is null ? "processor" : line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
    }
}
