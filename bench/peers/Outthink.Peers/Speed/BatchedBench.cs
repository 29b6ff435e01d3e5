using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Outthink.Peers.Speed;

/// <summary>llama.cpp's own llama-batched-bench, one process a run.</summary>
sealed class BatchedBench(string program, int threads)
{
    /// <summary>The program's arguments for a workload: a shared prompt in one unified cache, which has the cells it needs.</summary>
    public static string[] ArgumentsFor(string model, Workload workload, int threads)
    {
        var cells = workload.PromptTokens + workload.Sequences * (long)workload.NewTokens;
        return
        [
            "-m", model, "-pps", "-kvu", "-t", Text(threads), "-c", Text((cells + 255) / 256 * 256), "-npp", Text(workload.PromptTokens),
            "-ntg", Text(workload.NewTokens), "-npl", Text(workload.Sequences), "--output-format", "jsonl",
        ];

        static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
    }

    /// <exception cref="InvalidOperationException">The program failed, or printed no result.</exception>
    public async Task<Rates> RunAsync(string model, Workload workload, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(program, ArgumentsFor(model, workload, threads)) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        try
        {
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(cancellationToken), process.StandardError.ReadToEndAsync(cancellationToken));
            await process.WaitForExitAsync(cancellationToken);
            return process.ExitCode == 0 && Read(await output + "\n" + await errors) is { } rates
                ? rates
                : throw new InvalidOperationException($"llama-batched-bench ended with {process.ExitCode} and no result for {Path.GetFileName(model)}:\n{Tail(await errors)}");
        }
        finally
        {
            if (!process.HasExited)
                process.Kill();
        }
    }

    /// <summary>The rates in the program's JSON lines, or null when there are none.</summary>
    public static Rates? Read(string output)
    {
        var line = output.Split('\n').Select(l => l.Trim()).LastOrDefault(l => l.StartsWith('{') && l.Contains("\"speed_tg\"", StringComparison.Ordinal));
        return line is not null && JsonNode.Parse(line) is { } result ? new((double)result["speed_pp"]!, (double)result["speed_tg"]!) : null;
    }

    static string Tail(string text) => string.Join('\n', text.TrimEnd().Split('\n').TakeLast(10));
}
