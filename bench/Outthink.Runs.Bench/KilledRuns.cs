using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Outthink.Evaluation.Runs.Storage;
using Outthink.Evaluation.Suites;

namespace Outthink.Runs.Bench;

/// <summary>
/// One run of the tiny family, undisturbed, and the same run killed at random moments, from the program's start on: the
/// database must be sound after every kill, nothing finished may be lost, and the export must have the same bytes. A
/// run that ends before it was killed often enough is begun anew in another file.
/// </summary>
internal sealed class KilledRuns(SplitMix64 random, TextWriter log) : IDisposable
{
    static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    // Enough problems for many times the program's start, so that a kill meets every phase.
    static readonly string[] Evaluation =
        ["eval", "--limit", "600", "-p", "tiny-132k", "-s", "cot,majority,best-of-n,beam,dvts", "-n", "16", "--difficulty-samples", "8", "--max-tokens", "200", "--json"];

    readonly string folder = Directory.CreateTempSubdirectory("outthink-kills-").FullName;

    public bool Prove(int kills)
    {
        string whole = Path.Combine(folder, "whole.sqlite");
        Stopwatch watch = Stopwatch.StartNew();
        if (!Finish(whole)) return false;
        TimeSpan undisturbed = watch.Elapsed;
        string expected = Digest(whole);
        log.WriteLine($"undisturbed: {Done(whole)} problems in {undisturbed.TotalSeconds:0.0} s, export {expected[..16]}");

        int killed = 0, inVain = 0, files = 0;
        while (killed < kills)
        {
            string path = Path.Combine(folder, $"killed{files++}.sqlite");
            int done = 0;
            bool isFinished = false;
            while (killed < kills && !isFinished)
            {
                // Up to a quarter of the whole: several kills a file, some of them before anything could be done.
                TimeSpan moment = undisturbed * (random.Fraction() / 4);
                isFinished = KillAfter(path, moment);
                if (!isFinished) killed++;
                int now = Done(path);
                if (now < done) return Fail($"{path}: {done} problems were finished, {now} are left");
                if (now == done && !isFinished) inVain++;
                log.WriteLine($"{(isFinished ? "ended   " : $"kill {killed,3}")} after {moment.TotalSeconds,5:0.00} s: {done,4} -> {now,4} problems");
                done = now;
            }
            if (!Finish(path)) return false;
            if (Digest(path) != expected) return Fail($"{path}: the export differs from the undisturbed run's");
        }
        if (2 * inVain > killed) return Fail($"{inVain} of {killed} kills came before the next problem was finished: too many to say much of resuming; give the run more problems");
        log.WriteLine($"{killed} kills over {files} runs: every database sound, every export equal to the undisturbed one; {inVain} kills came before the next problem was finished");
        return true;
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    /// <summary>Runs to the end.</summary>
    bool Finish(string path)
    {
        using Process process = Start(path);
        if (!process.WaitForExit(Longest))
        {
            process.Kill();
            return Fail($"{path}: not finished within {Longest}");
        }
        return process.ExitCode == 0 || Fail($"{path}: exit code {process.ExitCode}");
    }

    /// <summary>Starts the run, kills it at the moment given; true when it had ended by then.</summary>
    static bool KillAfter(string path, TimeSpan moment)
    {
        using Process process = Start(path);
        if (process.WaitForExit(moment)) return true;
        process.Kill(); // SIGKILL: nothing of the program runs after it
        process.WaitForExit();
        return false;
    }

    static Process Start(string path)
    {
        ProcessStartInfo start = new(Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string argument in (string[])["exec", Path.Combine(AppContext.BaseDirectory, "outthink.dll"), .. Evaluation, "--run", path]) start.ArgumentList.Add(argument);
        Process process = Process.Start(start) ?? throw new InvalidOperationException("The program could not be started.");
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    /// <summary>Problems finished; 0 while there is no file, or nothing in it yet.</summary>
    static int Done(string path)
    {
        if (!File.Exists(path) || new FileInfo(path).Length == 0 && !File.Exists(path + "-wal")) return 0;
        try
        {
            using RunFile file = RunFile.OpenRead(path);
            return file.FindDamage() is { } damage ? throw new InvalidDataException($"{path}: {damage}") : file.Done;
        }
        catch (RunFileException fault) when (fault.Message.Contains("not a run", StringComparison.Ordinal))
        {
            return 0; // killed before its tables were made
        }
    }

    static string Digest(string path)
    {
        using RunFile file = RunFile.OpenRead(path);
        using MemoryStream export = new();
        CanonicalExport.Write(file, export);
        return Convert.ToHexStringLower(SHA256.HashData(export.ToArray()));
    }

    bool Fail(string reason)
    {
        log.WriteLine(string.Create(CultureInfo.InvariantCulture, $"FAILED: {reason}"));
        return false;
    }
}
