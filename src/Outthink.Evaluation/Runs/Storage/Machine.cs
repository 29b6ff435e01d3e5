using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

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

    static string ProcessorName()
    {
        const string List = "/proc/cpuinfo";
        string? line = File.Exists(List) ? File.ReadLines(List).FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal)) : null;
        return line is null ? "processor" : line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
    }
}
