using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Outthink.Peers.Speed;

/// <summary>llama.cpp's own llama-batched-bench, one process a run.</summary>
sealed class BatchedBench(string program, int threads)
{
    const int Attempts = 3;

    /// <summary>
    /// The program's arguments for a workload: a shared prompt in one unified cache, which has the cells it needs. A single
    /// sequence follows it, which is not looked at: the program logs from a thread that it does not wait for, so that its
    /// last lines may be lost when it ends.
    /// </summary>
    static string[] ArgumentsFor(string model, Workload workload, int threads)
    {
        var cells = workload.PromptTokens + workload.Sequences * (long)workload.NewTokens;
        return
        [
            "-m", model, "-pps", "-kvu", "-t", Text(threads), "-c", Text((cells + 255) / 256 * 256), "-npp", Text(workload.PromptTokens),
            "-ntg", Text(workload.NewTokens), "-npl", $"{Text(workload.Sequences)},1", "--output-format", "jsonl",
        ];

        static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
    }

    /// <exception cref="InvalidOperationException">The program failed, or printed no result though it was asked several times.</exception>
    public async Task<Rates> RunAsync(string model, Workload workload, CancellationToken cancellationToken)
    {
        for (var attempt = 1; attempt < Attempts; attempt++)
        {
            if (await TryRunAsync(model, workload, cancellationToken) is { } rates)
                return rates;
        }
        return await TryRunAsync(model, workload, cancellationToken)
            ?? throw new InvalidOperationException($"llama-batched-bench printed no result for {Path.GetFileName(model)}, {Attempts} times");
    }

    async Task<Rates?> TryRunAsync(string model, Workload workload, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(program, ArgumentsFor(model, workload, threads)) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        try
        {
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(cancellationToken), process.StandardError.ReadToEndAsync(cancellationToken));
            await process.WaitForExitAsync(cancellationToken);
            return process.ExitCode == 0
                ? Read(await output + "\n" + await errors, workload.Sequences)
                : throw new InvalidOperationException($"llama-batched-bench ended with {process.ExitCode} for {Path.GetFileName(model)}:\n{Tail(await errors)}");
        }
        finally
        {
            if (!process.HasExited)
                process.Kill();
        }
    }

    /// <summary>The rates of the first of the program's JSON lines that is of so many sequences, or null when there is none.</summary>
    static Rates? Read(string output, int sequences) => output.Split('\n')
        .Where(line => line.StartsWith('{') && line.Contains("\"speed_tg\"", StringComparison.Ordinal))
        .Select(line => JsonNode.Parse(line)!)
        .Where(result => (int)result["pl"]! == sequences)
        .Select(result => (Rates?)new Rates((double)result["speed_pp"]!, (double)result["speed_tg"]!))
        .FirstOrDefault();

    static string Tail(string text) => string.Join('\n', text.TrimEnd().Split('\n').TakeLast(10));
}
